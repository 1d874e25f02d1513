package server

// Code is an error code of the protocol (docs/protocol.md, Errors).
type Code int32

// The codes that the server sends, by their symbolic names.
const (
	AppNotAvailable                       Code = 4100
	SignatureFailed                       Code = 4102
	InvalidLogin                          Code = 4103
	SessionRequired                       Code = 4105
	ReadTimeout                           Code = 4107
	LoginTimeout                          Code = 4108
	FrameTooLong                          Code = 4109
	InvalidOrigin                         Code = 4110
	SessionConflict                       Code = 4111
	SessionTokenExpired                   Code = 4112
	UnparseableRawMessage                 Code = 4114
	KickedByApp                           Code = 4115
	MessageSentQuotaExceeded              Code = 4116
	InternalError                         Code = 4200
	ConversationAPIFailed                 Code = 4301
	ConversationSignatureFailed           Code = 4302
	ConversationNotFound                  Code = 4303
	ConversationFull                      Code = 4304
	ConversationRejectedByApp             Code = 4305
	ConversationReadOnly                  Code = 4307
	ConversationNotAllowed                Code = 4308
	ConversationUpdateRejected            Code = 4309
	ConversationQueryFailed               Code = 4310
	ConversationLogFailed                 Code = 4311
	ConversationLogRejected               Code = 4312
	SystemConversationRequired            Code = 4313
	NormalConversationRequired            Code = 4314
	ConversationTemporarilyBlacklisted    Code = 4315
	TransientConversationRequired         Code = 4316
	ConversationMembershipRequired        Code = 4317
	ConversationOperationUnauthorized     Code = 4320
	UnknownConversationRole               Code = 4321
	ConversationNeedOwner                 Code = 4324
	ConversationMemberInfoFeatureDisabled Code = 4325
	InvalidMessagingTarget                Code = 4401
	MessageRejectedByApp                  Code = 4402
	MessageOwnershipRequired              Code = 4403
	MessageNotFound                       Code = 4404
	MessageUpdateRejectedByApp            Code = 4405
	MessageEditDisabled                   Code = 4406
	MessageRecallDisabled                 Code = 4407
	BlacklistFull                         Code = 4543
	BlacklistFeatureDisabled              Code = 4544
	BlacklistSignatureFailed              Code = 4546
	BlockedByConversation                 Code = 4548
	SilencedMemberListFull                Code = 4561
	Silenced                              Code = 4563
	OwnerPromotionNotAllowed              Code = 5130
)

// Clients compare the reason text of an error with these names.
var reasons = map[Code]string{
	AppNotAvailable:                       "APP_NOT_AVAILABLE",
	SignatureFailed:                       "SIGNATURE_FAILED",
	InvalidLogin:                          "INVALID_LOGIN",
	SessionRequired:                       "SESSION_REQUIRED",
	ReadTimeout:                           "READ_TIMEOUT",
	LoginTimeout:                          "LOGIN_TIMEOUT",
	FrameTooLong:                          "FRAME_TOO_LONG",
	InvalidOrigin:                         "INVALID_ORIGIN",
	SessionConflict:                       "SESSION_CONFLICT",
	SessionTokenExpired:                   "SESSION_TOKEN_EXPIRED",
	UnparseableRawMessage:                 "UNPARSEABLE_RAW_MESSAGE",
	KickedByApp:                           "KICKED_BY_APP",
	MessageSentQuotaExceeded:              "MESSAGE_SENT_QUOTA_EXCEEDED",
	InternalError:                         "INTERNAL_ERROR",
	ConversationAPIFailed:                 "CONVERSATION_API_FAILED",
	ConversationSignatureFailed:           "CONVERSATION_SIGNATURE_FAILED",
	ConversationNotFound:                  "CONVERSATION_NOT_FOUND",
	ConversationFull:                      "CONVERSATION_FULL",
	ConversationRejectedByApp:             "CONVERSATION_REJECTED_BY_APP",
	ConversationReadOnly:                  "CONVERSATION_READ_ONLY",
	ConversationNotAllowed:                "CONVERSATION_NOT_ALLOWED",
	ConversationUpdateRejected:            "CONVERSATION_UPDATE_REJECTED",
	ConversationQueryFailed:               "CONVERSATION_QUERY_FAILED",
	ConversationLogFailed:                 "CONVERSATION_LOG_FAILED",
	ConversationLogRejected:               "CONVERSATION_LOG_REJECTED",
	SystemConversationRequired:            "SYSTEM_CONVERSATION_REQUIRED",
	NormalConversationRequired:            "NORMAL_CONVERSATION_REQUIRED",
	ConversationTemporarilyBlacklisted:    "CONVERSATION_TEMPORARY_BLACKLISTED",
	TransientConversationRequired:         "TRANSIENT_CONVERSATION_REQUIRED",
	ConversationMembershipRequired:        "CONVERSATION_MEMBERSHIP_REQUIRED",
	ConversationOperationUnauthorized:     "CONVERSATION_OPERATION_UNAUTHORIZED",
	UnknownConversationRole:               "UNKNOWN_CONVERSATION_ROLE",
	ConversationNeedOwner:                 "CONVERSATION_NEED_OWNER",
	ConversationMemberInfoFeatureDisabled: "CONVERSATION_MEMBER_INFO_FEATURE_DISABLED",
	InvalidMessagingTarget:                "INVALID_MESSAGING_TARGET",
	MessageRejectedByApp:                  "MESSAGE_REJECTED_BY_APP",
	MessageOwnershipRequired:              "MESSAGE_OWNERSHIP_REQUIRED",
	MessageNotFound:                       "MESSAGE_NOT_FOUND",
	MessageUpdateRejectedByApp:            "MESSAGE_UPDATE_REJECTED_BY_APP",
	MessageEditDisabled:                   "MESSAGE_EDIT_DISABLED",
	MessageRecallDisabled:                 "MESSAGE_RECALL_DISABLED",
	BlacklistFull:                         "BLACKLIST_FULL",
	BlacklistFeatureDisabled:              "BLACKLIST_FEATURE_DISABLED",
	BlacklistSignatureFailed:              "BLACKLIST_SIGNATURE_FAILED",
	BlockedByConversation:                 "BLOCKED_BY_CONV",
	SilencedMemberListFull:                "SILIENCED_MEMBER_LIST_FULL",
	Silenced:                              "SILIENCED",
	OwnerPromotionNotAllowed:              "OWNER_PROMOTION_NOT_ALLOWED",
}

// String returns the symbolic name, as it is sent as the reason.
func (c Code) String() string {
	if reason, ok := reasons[c]; ok {
		return reason
	}
	return reasons[InternalError]
}
