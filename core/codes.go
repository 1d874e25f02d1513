package core

// Code is an error code of the protocol (section Errors of docs/protocol.md)
// or a WebSocket close code.
type Code int

// Codes the server or the connection gives.
const (
	CloseNormal                    Code = 1000
	CloseAbnormal                  Code = 1006
	AppNotAvailable                Code = 4100
	SignatureFailed                Code = 4102
	InvalidLogin                   Code = 4103
	SessionRequired                Code = 4105
	ReadTimeout                    Code = 4107
	LoginTimeout                   Code = 4108
	FrameTooLong                   Code = 4109
	InvalidOrigin                  Code = 4110
	SessionConflict                Code = 4111
	SessionTokenExpired            Code = 4112
	AppQuotaExceeded               Code = 4113
	UnparseableRawMessage          Code = 4114
	KickedByApp                    Code = 4115
	MessageSentQuotaExceeded       Code = 4116
	InternalError                  Code = 4200
	SendMessageTimeout             Code = 4201
	ConversationInternalError      Code = 4300
	ConversationAPIFailed          Code = 4301
	ConversationSignatureFailed    Code = 4302
	ConversationNotFound           Code = 4303
	ConversationFull               Code = 4304
	ConversationRejectedByApp      Code = 4305
	ConversationUpdateFailed       Code = 4306
	ConversationReadOnly           Code = 4307
	ConversationNotAllowed         Code = 4308
	ConversationUpdateRejected     Code = 4309
	ConversationQueryFailed        Code = 4310
	ConversationLogFailed          Code = 4311
	ConversationLogRejected        Code = 4312
	SystemConversationRequired     Code = 4313
	NormalConversationRequired     Code = 4314
	ConversationBlacklisted        Code = 4315
	TransientConversationRequired  Code = 4316
	ConversationMembershipRequired Code = 4317
	ConversationAPIQuotaExceeded   Code = 4318
	ConversationOperationDenied    Code = 4320
	UnknownConversationRole        Code = 4321
	ConversationRoleFull           Code = 4322
	TemporaryConversationExpired   Code = 4323
	ConversationNeedOwner          Code = 4324
	MemberInfoFeatureDisabled      Code = 4325
	InvalidMessagingTarget         Code = 4401
	MessageRejectedByApp           Code = 4402
	MessageOwnershipRequired       Code = 4403
	MessageNotFound                Code = 4404
	MessageUpdateRejectedByApp     Code = 4405
	MessageEditDisabled            Code = 4406
	MessageRecallDisabled          Code = 4407
	MessageModifiedByCensorship    Code = 4408
	BlacklistFull                  Code = 4543
	BlacklistFeatureDisabled       Code = 4544
	BlacklistSignatureFailed       Code = 4546
	BlockedByConversation          Code = 4548
	SilencedListFull               Code = 4561
	Silenced                       Code = 4563
	OwnerPromotionNotAllowed       Code = 5130
)

// String is the protocol's name of the code, "" when it has none.
func (c Code) String() string {
	switch c {
	case CloseNormal:
		return "CLOSE_NORMAL"
	case CloseAbnormal:
		return "CLOSE_ABNORMAL"
	case AppNotAvailable:
		return "APP_NOT_AVAILABLE"
	case SignatureFailed:
		return "SIGNATURE_FAILED"
	case InvalidLogin:
		return "INVALID_LOGIN"
	case SessionRequired:
		return "SESSION_REQUIRED"
	case ReadTimeout:
		return "READ_TIMEOUT"
	case LoginTimeout:
		return "LOGIN_TIMEOUT"
	case FrameTooLong:
		return "FRAME_TOO_LONG"
	case InvalidOrigin:
		return "INVALID_ORIGIN"
	case SessionConflict:
		return "SESSION_CONFLICT"
	case SessionTokenExpired:
		return "SESSION_TOKEN_EXPIRED"
	case AppQuotaExceeded:
		return "APP_QUOTA_EXCEEDED"
	case UnparseableRawMessage:
		return "UNPARSEABLE_RAW_MESSAGE"
	case KickedByApp:
		return "KICKED_BY_APP"
	case MessageSentQuotaExceeded:
		return "MESSAGE_SENT_QUOTA_EXCEEDED"
	case InternalError:
		return "INTERNAL_ERROR"
	case SendMessageTimeout:
		return "SEND_MESSAGE_TIMEOUT"
	case ConversationInternalError:
		return "CONVERSATION_INTERNAL_ERROR"
	case ConversationAPIFailed:
		return "CONVERSATION_API_FAILED"
	case ConversationSignatureFailed:
		return "CONVERSATION_SIGNATURE_FAILED"
	case ConversationNotFound:
		return "CONVERSATION_NOT_FOUND"
	case ConversationFull:
		return "CONVERSATION_FULL"
	case ConversationRejectedByApp:
		return "CONVERSATION_REJECTED_BY_APP"
	case ConversationUpdateFailed:
		return "CONVERSATION_UPDATE_FAILED"
	case ConversationReadOnly:
		return "CONVERSATION_READ_ONLY"
	case ConversationNotAllowed:
		return "CONVERSATION_NOT_ALLOWED"
	case ConversationUpdateRejected:
		return "CONVERSATION_UPDATE_REJECTED"
	case ConversationQueryFailed:
		return "CONVERSATION_QUERY_FAILED"
	case ConversationLogFailed:
		return "CONVERSATION_LOG_FAILED"
	case ConversationLogRejected:
		return "CONVERSATION_LOG_REJECTED"
	case SystemConversationRequired:
		return "SYSTEM_CONVERSATION_REQUIRED"
	case NormalConversationRequired:
		return "NORMAL_CONVERSATION_REQUIRED"
	case ConversationBlacklisted:
		return "CONVERSATION_BLACKLISTED"
	case TransientConversationRequired:
		return "TRANSIENT_CONVERSATION_REQUIRED"
	case ConversationMembershipRequired:
		return "CONVERSATION_MEMBERSHIP_REQUIRED"
	case ConversationAPIQuotaExceeded:
		return "CONVERSATION_API_QUOTA_EXCEEDED"
	case ConversationOperationDenied:
		return "CONVERSATION_OPERATION_UNAUTHORIZED"
	case UnknownConversationRole:
		return "UNKNOWN_CONVERSATION_ROLE"
	case ConversationRoleFull:
		return "CONVERSATION_MEMBER_IN_ROLE_FULL"
	case TemporaryConversationExpired:
		return "TEMPORARY_CONVERSATION_EXPIRED"
	case ConversationNeedOwner:
		return "CONVERSATION_NEED_OWNER"
	case MemberInfoFeatureDisabled:
		return "CONVERSATION_MEMBER_INFO_FEATURE_DISABLED"
	case InvalidMessagingTarget:
		return "INVALID_MESSAGING_TARGET"
	case MessageRejectedByApp:
		return "MESSAGE_REJECTED_BY_APP"
	case MessageOwnershipRequired:
		return "MESSAGE_OWNERSHIP_REQUIRED"
	case MessageNotFound:
		return "MESSAGE_NOT_FOUND"
	case MessageUpdateRejectedByApp:
		return "MESSAGE_UPDATE_REJECTED_BY_APP"
	case MessageEditDisabled:
		return "MESSAGE_EDIT_DISABLED"
	case MessageRecallDisabled:
		return "MESSAGE_RECALL_DISABLED"
	case MessageModifiedByCensorship:
		return "MESSAGE_MODIFIED_BY_CENSORSHIP"
	case BlacklistFull:
		return "BLACKLIST_FULL"
	case BlacklistFeatureDisabled:
		return "BLACKLIST_FEATURE_DISABLED"
	case BlacklistSignatureFailed:
		return "BLACKLIST_SIGNATURE_FAILED"
	case BlockedByConversation:
		return "BLOCKED_BY_CONV"
	case SilencedListFull:
		return "SILIENCED_MEMBER_LIST_FULL"
	case Silenced:
		return "SILIENCED" // as the protocol spells it
	case OwnerPromotionNotAllowed:
		return "OWNER_PROMOTION_NOT_ALLOWED"
	}
	return ""
}

// text is what an Error says when the server gave neither reason nor detail
// and the name alone says too little.
func (c Code) text() string {
	switch c {
	case AppNotAvailable:
		return "the app does not exist or has no realtime messaging"
	case SignatureFailed:
		return "the login signature does not match"
	case InvalidLogin:
		return "malformed client id"
	case SessionRequired:
		return "a command was sent before the session was open"
	case InvalidOrigin:
		return "the page's origin is not in the allow-list"
	case AppQuotaExceeded:
		return "the limit of daily active users is exceeded"
	case MessageSentQuotaExceeded:
		return "commands are sent too fast"
	case ConversationSignatureFailed:
		return "the signature of the conversation operation does not match"
	}
	return ""
}
