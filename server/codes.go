package server

// Code is an error code of the protocol (docs/protocol.md, Errors).
type Code int32

// The codes that the server sends, by their symbolic names.
const (
	AppNotAvailable                Code = 4100
	InvalidLogin                   Code = 4103
	SessionRequired                Code = 4105
	ReadTimeout                    Code = 4107
	LoginTimeout                   Code = 4108
	FrameTooLong                   Code = 4109
	SessionConflict                Code = 4111
	SessionTokenExpired            Code = 4112
	UnparseableRawMessage          Code = 4114
	InternalError                  Code = 4200
	ConversationAPIFailed          Code = 4301
	ConversationNotFound           Code = 4303
	ConversationFull               Code = 4304
	ConversationNotAllowed         Code = 4308
	ConversationUpdateRejected     Code = 4309
	ConversationQueryFailed        Code = 4310
	ConversationLogFailed          Code = 4311
	ConversationLogRejected        Code = 4312
	NormalConversationRequired     Code = 4314
	TransientConversationRequired  Code = 4316
	ConversationMembershipRequired Code = 4317
	InvalidMessagingTarget         Code = 4401
	MessageOwnershipRequired       Code = 4403
	MessageNotFound                Code = 4404
)

// Clients compare the reason text of an error with these names.
var reasons = map[Code]string{
	AppNotAvailable:                "APP_NOT_AVAILABLE",
	InvalidLogin:                   "INVALID_LOGIN",
	SessionRequired:                "SESSION_REQUIRED",
	ReadTimeout:                    "READ_TIMEOUT",
	LoginTimeout:                   "LOGIN_TIMEOUT",
	FrameTooLong:                   "FRAME_TOO_LONG",
	SessionConflict:                "SESSION_CONFLICT",
	SessionTokenExpired:            "SESSION_TOKEN_EXPIRED",
	UnparseableRawMessage:          "UNPARSEABLE_RAW_MESSAGE",
	InternalError:                  "INTERNAL_ERROR",
	ConversationAPIFailed:          "CONVERSATION_API_FAILED",
	ConversationNotFound:           "CONVERSATION_NOT_FOUND",
	ConversationFull:               "CONVERSATION_FULL",
	ConversationNotAllowed:         "CONVERSATION_NOT_ALLOWED",
	ConversationUpdateRejected:     "CONVERSATION_UPDATE_REJECTED",
	ConversationQueryFailed:        "CONVERSATION_QUERY_FAILED",
	ConversationLogFailed:          "CONVERSATION_LOG_FAILED",
	ConversationLogRejected:        "CONVERSATION_LOG_REJECTED",
	NormalConversationRequired:     "NORMAL_CONVERSATION_REQUIRED",
	TransientConversationRequired:  "TRANSIENT_CONVERSATION_REQUIRED",
	ConversationMembershipRequired: "CONVERSATION_MEMBERSHIP_REQUIRED",
	InvalidMessagingTarget:         "INVALID_MESSAGING_TARGET",
	MessageOwnershipRequired:       "MESSAGE_OWNERSHIP_REQUIRED",
	MessageNotFound:                "MESSAGE_NOT_FOUND",
}

// String returns the symbolic name, as it is sent as the reason.
func (c Code) String() string {
	if reason, ok := reasons[c]; ok {
		return reason
	}
	return reasons[InternalError]
}
