// Code generated from rtm.proto by internal/gen; DO NOT EDIT.

package wire

import "unsafe"

// CommandType says which body a command carries and which feature it is of.
type CommandType int32

// The values of CommandType.
const (
	CommandSession   CommandType = 0
	CommandConv      CommandType = 1
	CommandDirect    CommandType = 2
	CommandAck       CommandType = 3
	CommandRcp       CommandType = 4
	CommandUnread    CommandType = 5
	CommandLogs      CommandType = 6
	CommandError     CommandType = 7
	CommandLogin     CommandType = 8
	CommandData      CommandType = 9
	CommandRoom      CommandType = 10
	CommandRead      CommandType = 11
	CommandPresence  CommandType = 12
	CommandReport    CommandType = 13
	CommandEcho      CommandType = 14
	CommandLoggedin  CommandType = 15
	CommandLogout    CommandType = 16
	CommandLoggedout CommandType = 17
	CommandPatch     CommandType = 18
	CommandPubsub    CommandType = 19
	CommandBlacklist CommandType = 20
	CommandGoaway    CommandType = 21
)

var commandTypeNames = []enumName{
	{int32(CommandSession), "session"},
	{int32(CommandConv), "conv"},
	{int32(CommandDirect), "direct"},
	{int32(CommandAck), "ack"},
	{int32(CommandRcp), "rcp"},
	{int32(CommandUnread), "unread"},
	{int32(CommandLogs), "logs"},
	{int32(CommandError), "error"},
	{int32(CommandLogin), "login"},
	{int32(CommandData), "data"},
	{int32(CommandRoom), "room"},
	{int32(CommandRead), "read"},
	{int32(CommandPresence), "presence"},
	{int32(CommandReport), "report"},
	{int32(CommandEcho), "echo"},
	{int32(CommandLoggedin), "loggedin"},
	{int32(CommandLogout), "logout"},
	{int32(CommandLoggedout), "loggedout"},
	{int32(CommandPatch), "patch"},
	{int32(CommandPubsub), "pubsub"},
	{int32(CommandBlacklist), "blacklist"},
	{int32(CommandGoaway), "goaway"},
}

// String returns the protocol's name of the value, or its number when it has none.
func (v CommandType) String() string { return nameOf(commandTypeNames, int32(v)) }

// OpType is what a command asks for, answers or announces.
type OpType int32

// The values of OpType.
const (
	OpOpen              OpType = 1
	OpAdd               OpType = 2
	OpRemove            OpType = 3
	OpClose             OpType = 4
	OpOpened            OpType = 5
	OpClosed            OpType = 6
	OpQuery             OpType = 7
	OpQueryResult       OpType = 8
	OpConflict          OpType = 9
	OpAdded             OpType = 10
	OpRemoved           OpType = 11
	OpRefresh           OpType = 12
	OpRefreshed         OpType = 13
	OpStart             OpType = 30
	OpStarted           OpType = 31
	OpJoined            OpType = 32
	OpMembersJoined     OpType = 33
	OpLeft              OpType = 39
	OpMembersLeft       OpType = 40
	OpResults           OpType = 42
	OpCount             OpType = 43
	OpResult            OpType = 44
	OpUpdate            OpType = 45
	OpUpdated           OpType = 46
	OpMute              OpType = 47
	OpUnmute            OpType = 48
	OpStatus            OpType = 49
	OpMembers           OpType = 50
	OpMaxRead           OpType = 51
	OpIsMember          OpType = 52
	OpMemberInfoUpdate  OpType = 53
	OpMemberInfoUpdated OpType = 54
	OpMemberInfoChanged OpType = 55
	OpExpire            OpType = 56
	OpJoin              OpType = 80
	OpInvite            OpType = 81
	OpLeave             OpType = 82
	OpKick              OpType = 83
	OpReject            OpType = 84
	OpInvited           OpType = 85
	OpKicked            OpType = 86
	OpUpload            OpType = 100
	OpUploaded          OpType = 101
	OpSubscribe         OpType = 120
	OpSubscribed        OpType = 121
	OpUnsubscribe       OpType = 122
	OpUnsubscribed      OpType = 123
	OpIsSubscribed      OpType = 124
	OpModify            OpType = 150
	OpModified          OpType = 151
	OpBlock             OpType = 170
	OpUnblock           OpType = 171
	OpBlocked           OpType = 172
	OpUnblocked         OpType = 173
	OpMembersBlocked    OpType = 174
	OpMembersUnblocked  OpType = 175
	OpCheckBlock        OpType = 176
	OpCheckResult       OpType = 177
	OpAddShutup         OpType = 180
	OpRemoveShutup      OpType = 181
	OpQueryShutup       OpType = 182
	OpShutupAdded       OpType = 183
	OpShutupRemoved     OpType = 184
	OpShutupResult      OpType = 185
	OpShutuped          OpType = 186
	OpUnshutuped        OpType = 187
	OpMembersShutuped   OpType = 188
	OpMembersUnshutuped OpType = 189
	OpCheckShutup       OpType = 190
)

var opTypeNames = []enumName{
	{int32(OpOpen), "open"},
	{int32(OpAdd), "add"},
	{int32(OpRemove), "remove"},
	{int32(OpClose), "close"},
	{int32(OpOpened), "opened"},
	{int32(OpClosed), "closed"},
	{int32(OpQuery), "query"},
	{int32(OpQueryResult), "query_result"},
	{int32(OpConflict), "conflict"},
	{int32(OpAdded), "added"},
	{int32(OpRemoved), "removed"},
	{int32(OpRefresh), "refresh"},
	{int32(OpRefreshed), "refreshed"},
	{int32(OpStart), "start"},
	{int32(OpStarted), "started"},
	{int32(OpJoined), "joined"},
	{int32(OpMembersJoined), "members_joined"},
	{int32(OpLeft), "left"},
	{int32(OpMembersLeft), "members_left"},
	{int32(OpResults), "results"},
	{int32(OpCount), "count"},
	{int32(OpResult), "result"},
	{int32(OpUpdate), "update"},
	{int32(OpUpdated), "updated"},
	{int32(OpMute), "mute"},
	{int32(OpUnmute), "unmute"},
	{int32(OpStatus), "status"},
	{int32(OpMembers), "members"},
	{int32(OpMaxRead), "max_read"},
	{int32(OpIsMember), "is_member"},
	{int32(OpMemberInfoUpdate), "member_info_update"},
	{int32(OpMemberInfoUpdated), "member_info_updated"},
	{int32(OpMemberInfoChanged), "member_info_changed"},
	{int32(OpExpire), "expire"},
	{int32(OpJoin), "join"},
	{int32(OpInvite), "invite"},
	{int32(OpLeave), "leave"},
	{int32(OpKick), "kick"},
	{int32(OpReject), "reject"},
	{int32(OpInvited), "invited"},
	{int32(OpKicked), "kicked"},
	{int32(OpUpload), "upload"},
	{int32(OpUploaded), "uploaded"},
	{int32(OpSubscribe), "subscribe"},
	{int32(OpSubscribed), "subscribed"},
	{int32(OpUnsubscribe), "unsubscribe"},
	{int32(OpUnsubscribed), "unsubscribed"},
	{int32(OpIsSubscribed), "is_subscribed"},
	{int32(OpModify), "modify"},
	{int32(OpModified), "modified"},
	{int32(OpBlock), "block"},
	{int32(OpUnblock), "unblock"},
	{int32(OpBlocked), "blocked"},
	{int32(OpUnblocked), "unblocked"},
	{int32(OpMembersBlocked), "members_blocked"},
	{int32(OpMembersUnblocked), "members_unblocked"},
	{int32(OpCheckBlock), "check_block"},
	{int32(OpCheckResult), "check_result"},
	{int32(OpAddShutup), "add_shutup"},
	{int32(OpRemoveShutup), "remove_shutup"},
	{int32(OpQueryShutup), "query_shutup"},
	{int32(OpShutupAdded), "shutup_added"},
	{int32(OpShutupRemoved), "shutup_removed"},
	{int32(OpShutupResult), "shutup_result"},
	{int32(OpShutuped), "shutuped"},
	{int32(OpUnshutuped), "unshutuped"},
	{int32(OpMembersShutuped), "members_shutuped"},
	{int32(OpMembersUnshutuped), "members_unshutuped"},
	{int32(OpCheckShutup), "check_shutup"},
}

// String returns the protocol's name of the value, or its number when it has none.
func (v OpType) String() string { return nameOf(opTypeNames, int32(v)) }

// StatusType is what happened to the clients of a PresenceCommand.
type StatusType int32

// The values of StatusType.
const (
	StatusOn  StatusType = 1
	StatusOff StatusType = 2
)

var statusTypeNames = []enumName{
	{int32(StatusOn), "on"},
	{int32(StatusOff), "off"},
}

// String returns the protocol's name of the value, or its number when it has none.
func (v StatusType) String() string { return nameOf(statusTypeNames, int32(v)) }

// DeviceType is a kind of device.
type DeviceType int32

// The values of DeviceType.
const (
	DeviceUnknown DeviceType = 0
	DeviceAndroid DeviceType = 1
	DeviceIos     DeviceType = 2
)

var deviceTypeNames = []enumName{
	{int32(DeviceUnknown), "unknown"},
	{int32(DeviceAndroid), "android"},
	{int32(DeviceIos), "ios"},
}

// String returns the protocol's name of the value, or its number when it has none.
func (v DeviceType) String() string { return nameOf(deviceTypeNames, int32(v)) }

// QueryDirection is the way that history is read.
type QueryDirection int32

// The values of QueryDirection.
const (
	DirectionOld QueryDirection = 1 // to what is older
	DirectionNew QueryDirection = 2 // to what is newer
)

var queryDirectionNames = []enumName{
	{int32(DirectionOld), "OLD"},
	{int32(DirectionNew), "NEW"},
}

// String returns the protocol's name of the value, or its number when it has none.
func (v QueryDirection) String() string { return nameOf(queryDirectionNames, int32(v)) }

// GenericCommand is one frame. Its body is the field named after cmd.
// See Transport in docs/protocol.md.
type GenericCommand struct {
	header
	appId            string
	peerId           string
	installationId   string
	serverTs         int64
	clientTs         int64
	loginMessage     *LoginCommand
	dataMessage      *DataCommand
	sessionMessage   *SessionCommand
	errorMessage     *ErrorCommand
	directMessage    *DirectCommand
	ackMessage       *AckCommand
	unreadMessage    *UnreadCommand
	readMessage      *ReadCommand
	rcpMessage       *RcpCommand
	logsMessage      *LogsCommand
	convMessage      *ConvCommand
	roomMessage      *RoomCommand
	presenceMessage  *PresenceCommand
	reportMessage    *ReportCommand
	patchMessage     *PatchCommand
	pubsubMessage    *PubsubCommand
	blacklistMessage *BlacklistCommand
	loggedinMessage  *LoggedinCommand
	cmd              CommandType
	op               OpType
	i                int32
	priority         int32
	service          int32
	notificationType int32
}

var tableGenericCommand = table{
	fields: []field{
		{number: 1, kind: kindInt32, offset: uint16(unsafe.Offsetof(GenericCommand{}.cmd))},
		{number: 2, kind: kindInt32, offset: uint16(unsafe.Offsetof(GenericCommand{}.op))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(GenericCommand{}.appId))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(GenericCommand{}.peerId))},
		{number: 5, kind: kindInt32, offset: uint16(unsafe.Offsetof(GenericCommand{}.i))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(GenericCommand{}.installationId))},
		{number: 7, kind: kindInt32, offset: uint16(unsafe.Offsetof(GenericCommand{}.priority))},
		{number: 8, kind: kindInt32, offset: uint16(unsafe.Offsetof(GenericCommand{}.service))},
		{number: 9, kind: kindInt64, offset: uint16(unsafe.Offsetof(GenericCommand{}.serverTs))},
		{number: 10, kind: kindInt64, offset: uint16(unsafe.Offsetof(GenericCommand{}.clientTs))},
		{number: 11, kind: kindInt32, offset: uint16(unsafe.Offsetof(GenericCommand{}.notificationType))},
		{number: 100, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.loginMessage)), message: &tableLoginCommand},
		{number: 101, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.dataMessage)), message: &tableDataCommand},
		{number: 102, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.sessionMessage)), message: &tableSessionCommand},
		{number: 103, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.errorMessage)), message: &tableErrorCommand},
		{number: 104, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.directMessage)), message: &tableDirectCommand},
		{number: 105, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.ackMessage)), message: &tableAckCommand},
		{number: 106, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.unreadMessage)), message: &tableUnreadCommand},
		{number: 107, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.readMessage)), message: &tableReadCommand},
		{number: 108, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.rcpMessage)), message: &tableRcpCommand},
		{number: 109, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.logsMessage)), message: &tableLogsCommand},
		{number: 110, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.convMessage)), message: &tableConvCommand},
		{number: 111, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.roomMessage)), message: &tableRoomCommand},
		{number: 112, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.presenceMessage)), message: &tablePresenceCommand},
		{number: 113, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.reportMessage)), message: &tableReportCommand},
		{number: 114, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.patchMessage)), message: &tablePatchCommand},
		{number: 115, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.pubsubMessage)), message: &tablePubsubCommand},
		{number: 116, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.blacklistMessage)), message: &tableBlacklistCommand},
		{number: 117, kind: kindMessage, offset: uint16(unsafe.Offsetof(GenericCommand{}.loggedinMessage)), message: &tableLoggedinCommand},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d",
	size:  unsafe.Sizeof(GenericCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]GenericCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *GenericCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableGenericCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *GenericCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableGenericCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *GenericCommand) Reset() { *m = GenericCommand{} }

// GetCmd returns cmd, or 0 when it is absent.
func (m *GenericCommand) GetCmd() CommandType {
	if m == nil {
		return 0
	}
	return m.cmd
}

// HasCmd reports whether cmd is present; an explicit zero is.
func (m *GenericCommand) HasCmd() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCmd makes cmd present, whatever v is.
func (m *GenericCommand) SetCmd(v CommandType) {
	m.cmd = v
	m.has |= 1 << 0
}

// ClearCmd makes cmd absent.
func (m *GenericCommand) ClearCmd() {
	m.cmd = 0
	m.has &^= 1 << 0
}

// GetOp returns op, or 0 when it is absent.
func (m *GenericCommand) GetOp() OpType {
	if m == nil {
		return 0
	}
	return m.op
}

// HasOp reports whether op is present; an explicit zero is.
func (m *GenericCommand) HasOp() bool { return m != nil && m.has&(1<<1) != 0 }

// SetOp makes op present, whatever v is.
func (m *GenericCommand) SetOp(v OpType) {
	m.op = v
	m.has |= 1 << 1
}

// ClearOp makes op absent.
func (m *GenericCommand) ClearOp() {
	m.op = 0
	m.has &^= 1 << 1
}

// GetAppId returns appId, or "" when it is absent.
// It is the app, in session/open only.
func (m *GenericCommand) GetAppId() string {
	if m == nil {
		return ""
	}
	return m.appId
}

// HasAppId reports whether appId is present; an explicit zero is.
func (m *GenericCommand) HasAppId() bool { return m != nil && m.has&(1<<2) != 0 }

// SetAppId makes appId present, whatever v is.
func (m *GenericCommand) SetAppId(v string) {
	m.appId = v
	m.has |= 1 << 2
}

// ClearAppId makes appId absent.
func (m *GenericCommand) ClearAppId() {
	m.appId = ""
	m.has &^= 1 << 2
}

// GetPeerId returns peerId, or "" when it is absent.
// It is the client: whom the frame is from or for.
func (m *GenericCommand) GetPeerId() string {
	if m == nil {
		return ""
	}
	return m.peerId
}

// HasPeerId reports whether peerId is present; an explicit zero is.
func (m *GenericCommand) HasPeerId() bool { return m != nil && m.has&(1<<3) != 0 }

// SetPeerId makes peerId present, whatever v is.
func (m *GenericCommand) SetPeerId(v string) {
	m.peerId = v
	m.has |= 1 << 3
}

// ClearPeerId makes peerId absent.
func (m *GenericCommand) ClearPeerId() {
	m.peerId = ""
	m.has &^= 1 << 3
}

// GetI returns i, or 0 when it is absent.
// It is the serial of a request, repeated by its answer, absent in pushes.
func (m *GenericCommand) GetI() int32 {
	if m == nil {
		return 0
	}
	return m.i
}

// HasI reports whether i is present; an explicit zero is.
func (m *GenericCommand) HasI() bool { return m != nil && m.has&(1<<4) != 0 }

// SetI makes i present, whatever v is.
func (m *GenericCommand) SetI(v int32) {
	m.i = v
	m.has |= 1 << 4
}

// ClearI makes i absent.
func (m *GenericCommand) ClearI() {
	m.i = 0
	m.has &^= 1 << 4
}

// GetInstallationId returns installationId, or "" when it is absent.
func (m *GenericCommand) GetInstallationId() string {
	if m == nil {
		return ""
	}
	return m.installationId
}

// HasInstallationId reports whether installationId is present; an explicit zero is.
func (m *GenericCommand) HasInstallationId() bool { return m != nil && m.has&(1<<5) != 0 }

// SetInstallationId makes installationId present, whatever v is.
func (m *GenericCommand) SetInstallationId(v string) {
	m.installationId = v
	m.has |= 1 << 5
}

// ClearInstallationId makes installationId absent.
func (m *GenericCommand) ClearInstallationId() {
	m.installationId = ""
	m.has &^= 1 << 5
}

// GetPriority returns priority, or 0 when it is absent.
// It is the priority of a message: 1 high, 2 normal, 3 low.
func (m *GenericCommand) GetPriority() int32 {
	if m == nil {
		return 0
	}
	return m.priority
}

// HasPriority reports whether priority is present; an explicit zero is.
func (m *GenericCommand) HasPriority() bool { return m != nil && m.has&(1<<6) != 0 }

// SetPriority makes priority present, whatever v is.
func (m *GenericCommand) SetPriority(v int32) {
	m.priority = v
	m.has |= 1 << 6
}

// ClearPriority makes priority absent.
func (m *GenericCommand) ClearPriority() {
	m.priority = 0
	m.has &^= 1 << 6
}

// GetService returns service, or 0 when it is absent.
// It is 2 for instant messaging, in all frames of the server.
func (m *GenericCommand) GetService() int32 {
	if m == nil {
		return 0
	}
	return m.service
}

// HasService reports whether service is present; an explicit zero is.
func (m *GenericCommand) HasService() bool { return m != nil && m.has&(1<<7) != 0 }

// SetService makes service present, whatever v is.
func (m *GenericCommand) SetService(v int32) {
	m.service = v
	m.has |= 1 << 7
}

// ClearService makes service absent.
func (m *GenericCommand) ClearService() {
	m.service = 0
	m.has &^= 1 << 7
}

// GetServerTs returns serverTs, or 0 when it is absent.
// It is the time of the server, in ms.
func (m *GenericCommand) GetServerTs() int64 {
	if m == nil {
		return 0
	}
	return m.serverTs
}

// HasServerTs reports whether serverTs is present; an explicit zero is.
func (m *GenericCommand) HasServerTs() bool { return m != nil && m.has&(1<<8) != 0 }

// SetServerTs makes serverTs present, whatever v is.
func (m *GenericCommand) SetServerTs(v int64) {
	m.serverTs = v
	m.has |= 1 << 8
}

// ClearServerTs makes serverTs absent.
func (m *GenericCommand) ClearServerTs() {
	m.serverTs = 0
	m.has &^= 1 << 8
}

// GetClientTs returns clientTs, or 0 when it is absent.
// It is the time of the client, in ms.
func (m *GenericCommand) GetClientTs() int64 {
	if m == nil {
		return 0
	}
	return m.clientTs
}

// HasClientTs reports whether clientTs is present; an explicit zero is.
func (m *GenericCommand) HasClientTs() bool { return m != nil && m.has&(1<<9) != 0 }

// SetClientTs makes clientTs present, whatever v is.
func (m *GenericCommand) SetClientTs(v int64) {
	m.clientTs = v
	m.has |= 1 << 9
}

// ClearClientTs makes clientTs absent.
func (m *GenericCommand) ClearClientTs() {
	m.clientTs = 0
	m.has &^= 1 << 9
}

// GetNotificationType returns notificationType, or 0 when it is absent.
// It is 1 for a notice that can be fetched again after a disconnection.
func (m *GenericCommand) GetNotificationType() int32 {
	if m == nil {
		return 0
	}
	return m.notificationType
}

// HasNotificationType reports whether notificationType is present; an explicit zero is.
func (m *GenericCommand) HasNotificationType() bool { return m != nil && m.has&(1<<10) != 0 }

// SetNotificationType makes notificationType present, whatever v is.
func (m *GenericCommand) SetNotificationType(v int32) {
	m.notificationType = v
	m.has |= 1 << 10
}

// ClearNotificationType makes notificationType absent.
func (m *GenericCommand) ClearNotificationType() {
	m.notificationType = 0
	m.has &^= 1 << 10
}

// GetLoginMessage returns loginMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetLoginMessage() *LoginCommand {
	if m == nil {
		return nil
	}
	return m.loginMessage
}

// HasLoginMessage reports whether loginMessage is present; an empty message is.
func (m *GenericCommand) HasLoginMessage() bool { return m != nil && m.has&(1<<11) != 0 }

// SetLoginMessage makes v, which is not copied, the value of loginMessage; nil makes it absent.
func (m *GenericCommand) SetLoginMessage(v *LoginCommand) {
	m.loginMessage = v
	m.mark(11, v != nil)
}

// ClearLoginMessage makes loginMessage absent.
func (m *GenericCommand) ClearLoginMessage() { m.SetLoginMessage(nil) }

// GetDataMessage returns dataMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetDataMessage() *DataCommand {
	if m == nil {
		return nil
	}
	return m.dataMessage
}

// HasDataMessage reports whether dataMessage is present; an empty message is.
func (m *GenericCommand) HasDataMessage() bool { return m != nil && m.has&(1<<12) != 0 }

// SetDataMessage makes v, which is not copied, the value of dataMessage; nil makes it absent.
func (m *GenericCommand) SetDataMessage(v *DataCommand) {
	m.dataMessage = v
	m.mark(12, v != nil)
}

// ClearDataMessage makes dataMessage absent.
func (m *GenericCommand) ClearDataMessage() { m.SetDataMessage(nil) }

// GetSessionMessage returns sessionMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetSessionMessage() *SessionCommand {
	if m == nil {
		return nil
	}
	return m.sessionMessage
}

// HasSessionMessage reports whether sessionMessage is present; an empty message is.
func (m *GenericCommand) HasSessionMessage() bool { return m != nil && m.has&(1<<13) != 0 }

// SetSessionMessage makes v, which is not copied, the value of sessionMessage; nil makes it absent.
func (m *GenericCommand) SetSessionMessage(v *SessionCommand) {
	m.sessionMessage = v
	m.mark(13, v != nil)
}

// ClearSessionMessage makes sessionMessage absent.
func (m *GenericCommand) ClearSessionMessage() { m.SetSessionMessage(nil) }

// GetErrorMessage returns errorMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetErrorMessage() *ErrorCommand {
	if m == nil {
		return nil
	}
	return m.errorMessage
}

// HasErrorMessage reports whether errorMessage is present; an empty message is.
func (m *GenericCommand) HasErrorMessage() bool { return m != nil && m.has&(1<<14) != 0 }

// SetErrorMessage makes v, which is not copied, the value of errorMessage; nil makes it absent.
func (m *GenericCommand) SetErrorMessage(v *ErrorCommand) {
	m.errorMessage = v
	m.mark(14, v != nil)
}

// ClearErrorMessage makes errorMessage absent.
func (m *GenericCommand) ClearErrorMessage() { m.SetErrorMessage(nil) }

// GetDirectMessage returns directMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetDirectMessage() *DirectCommand {
	if m == nil {
		return nil
	}
	return m.directMessage
}

// HasDirectMessage reports whether directMessage is present; an empty message is.
func (m *GenericCommand) HasDirectMessage() bool { return m != nil && m.has&(1<<15) != 0 }

// SetDirectMessage makes v, which is not copied, the value of directMessage; nil makes it absent.
func (m *GenericCommand) SetDirectMessage(v *DirectCommand) {
	m.directMessage = v
	m.mark(15, v != nil)
}

// ClearDirectMessage makes directMessage absent.
func (m *GenericCommand) ClearDirectMessage() { m.SetDirectMessage(nil) }

// GetAckMessage returns ackMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetAckMessage() *AckCommand {
	if m == nil {
		return nil
	}
	return m.ackMessage
}

// HasAckMessage reports whether ackMessage is present; an empty message is.
func (m *GenericCommand) HasAckMessage() bool { return m != nil && m.has&(1<<16) != 0 }

// SetAckMessage makes v, which is not copied, the value of ackMessage; nil makes it absent.
func (m *GenericCommand) SetAckMessage(v *AckCommand) {
	m.ackMessage = v
	m.mark(16, v != nil)
}

// ClearAckMessage makes ackMessage absent.
func (m *GenericCommand) ClearAckMessage() { m.SetAckMessage(nil) }

// GetUnreadMessage returns unreadMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetUnreadMessage() *UnreadCommand {
	if m == nil {
		return nil
	}
	return m.unreadMessage
}

// HasUnreadMessage reports whether unreadMessage is present; an empty message is.
func (m *GenericCommand) HasUnreadMessage() bool { return m != nil && m.has&(1<<17) != 0 }

// SetUnreadMessage makes v, which is not copied, the value of unreadMessage; nil makes it absent.
func (m *GenericCommand) SetUnreadMessage(v *UnreadCommand) {
	m.unreadMessage = v
	m.mark(17, v != nil)
}

// ClearUnreadMessage makes unreadMessage absent.
func (m *GenericCommand) ClearUnreadMessage() { m.SetUnreadMessage(nil) }

// GetReadMessage returns readMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetReadMessage() *ReadCommand {
	if m == nil {
		return nil
	}
	return m.readMessage
}

// HasReadMessage reports whether readMessage is present; an empty message is.
func (m *GenericCommand) HasReadMessage() bool { return m != nil && m.has&(1<<18) != 0 }

// SetReadMessage makes v, which is not copied, the value of readMessage; nil makes it absent.
func (m *GenericCommand) SetReadMessage(v *ReadCommand) {
	m.readMessage = v
	m.mark(18, v != nil)
}

// ClearReadMessage makes readMessage absent.
func (m *GenericCommand) ClearReadMessage() { m.SetReadMessage(nil) }

// GetRcpMessage returns rcpMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetRcpMessage() *RcpCommand {
	if m == nil {
		return nil
	}
	return m.rcpMessage
}

// HasRcpMessage reports whether rcpMessage is present; an empty message is.
func (m *GenericCommand) HasRcpMessage() bool { return m != nil && m.has&(1<<19) != 0 }

// SetRcpMessage makes v, which is not copied, the value of rcpMessage; nil makes it absent.
func (m *GenericCommand) SetRcpMessage(v *RcpCommand) {
	m.rcpMessage = v
	m.mark(19, v != nil)
}

// ClearRcpMessage makes rcpMessage absent.
func (m *GenericCommand) ClearRcpMessage() { m.SetRcpMessage(nil) }

// GetLogsMessage returns logsMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetLogsMessage() *LogsCommand {
	if m == nil {
		return nil
	}
	return m.logsMessage
}

// HasLogsMessage reports whether logsMessage is present; an empty message is.
func (m *GenericCommand) HasLogsMessage() bool { return m != nil && m.has&(1<<20) != 0 }

// SetLogsMessage makes v, which is not copied, the value of logsMessage; nil makes it absent.
func (m *GenericCommand) SetLogsMessage(v *LogsCommand) {
	m.logsMessage = v
	m.mark(20, v != nil)
}

// ClearLogsMessage makes logsMessage absent.
func (m *GenericCommand) ClearLogsMessage() { m.SetLogsMessage(nil) }

// GetConvMessage returns convMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetConvMessage() *ConvCommand {
	if m == nil {
		return nil
	}
	return m.convMessage
}

// HasConvMessage reports whether convMessage is present; an empty message is.
func (m *GenericCommand) HasConvMessage() bool { return m != nil && m.has&(1<<21) != 0 }

// SetConvMessage makes v, which is not copied, the value of convMessage; nil makes it absent.
func (m *GenericCommand) SetConvMessage(v *ConvCommand) {
	m.convMessage = v
	m.mark(21, v != nil)
}

// ClearConvMessage makes convMessage absent.
func (m *GenericCommand) ClearConvMessage() { m.SetConvMessage(nil) }

// GetRoomMessage returns roomMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetRoomMessage() *RoomCommand {
	if m == nil {
		return nil
	}
	return m.roomMessage
}

// HasRoomMessage reports whether roomMessage is present; an empty message is.
func (m *GenericCommand) HasRoomMessage() bool { return m != nil && m.has&(1<<22) != 0 }

// SetRoomMessage makes v, which is not copied, the value of roomMessage; nil makes it absent.
func (m *GenericCommand) SetRoomMessage(v *RoomCommand) {
	m.roomMessage = v
	m.mark(22, v != nil)
}

// ClearRoomMessage makes roomMessage absent.
func (m *GenericCommand) ClearRoomMessage() { m.SetRoomMessage(nil) }

// GetPresenceMessage returns presenceMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetPresenceMessage() *PresenceCommand {
	if m == nil {
		return nil
	}
	return m.presenceMessage
}

// HasPresenceMessage reports whether presenceMessage is present; an empty message is.
func (m *GenericCommand) HasPresenceMessage() bool { return m != nil && m.has&(1<<23) != 0 }

// SetPresenceMessage makes v, which is not copied, the value of presenceMessage; nil makes it absent.
func (m *GenericCommand) SetPresenceMessage(v *PresenceCommand) {
	m.presenceMessage = v
	m.mark(23, v != nil)
}

// ClearPresenceMessage makes presenceMessage absent.
func (m *GenericCommand) ClearPresenceMessage() { m.SetPresenceMessage(nil) }

// GetReportMessage returns reportMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetReportMessage() *ReportCommand {
	if m == nil {
		return nil
	}
	return m.reportMessage
}

// HasReportMessage reports whether reportMessage is present; an empty message is.
func (m *GenericCommand) HasReportMessage() bool { return m != nil && m.has&(1<<24) != 0 }

// SetReportMessage makes v, which is not copied, the value of reportMessage; nil makes it absent.
func (m *GenericCommand) SetReportMessage(v *ReportCommand) {
	m.reportMessage = v
	m.mark(24, v != nil)
}

// ClearReportMessage makes reportMessage absent.
func (m *GenericCommand) ClearReportMessage() { m.SetReportMessage(nil) }

// GetPatchMessage returns patchMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetPatchMessage() *PatchCommand {
	if m == nil {
		return nil
	}
	return m.patchMessage
}

// HasPatchMessage reports whether patchMessage is present; an empty message is.
func (m *GenericCommand) HasPatchMessage() bool { return m != nil && m.has&(1<<25) != 0 }

// SetPatchMessage makes v, which is not copied, the value of patchMessage; nil makes it absent.
func (m *GenericCommand) SetPatchMessage(v *PatchCommand) {
	m.patchMessage = v
	m.mark(25, v != nil)
}

// ClearPatchMessage makes patchMessage absent.
func (m *GenericCommand) ClearPatchMessage() { m.SetPatchMessage(nil) }

// GetPubsubMessage returns pubsubMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetPubsubMessage() *PubsubCommand {
	if m == nil {
		return nil
	}
	return m.pubsubMessage
}

// HasPubsubMessage reports whether pubsubMessage is present; an empty message is.
func (m *GenericCommand) HasPubsubMessage() bool { return m != nil && m.has&(1<<26) != 0 }

// SetPubsubMessage makes v, which is not copied, the value of pubsubMessage; nil makes it absent.
func (m *GenericCommand) SetPubsubMessage(v *PubsubCommand) {
	m.pubsubMessage = v
	m.mark(26, v != nil)
}

// ClearPubsubMessage makes pubsubMessage absent.
func (m *GenericCommand) ClearPubsubMessage() { m.SetPubsubMessage(nil) }

// GetBlacklistMessage returns blacklistMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetBlacklistMessage() *BlacklistCommand {
	if m == nil {
		return nil
	}
	return m.blacklistMessage
}

// HasBlacklistMessage reports whether blacklistMessage is present; an empty message is.
func (m *GenericCommand) HasBlacklistMessage() bool { return m != nil && m.has&(1<<27) != 0 }

// SetBlacklistMessage makes v, which is not copied, the value of blacklistMessage; nil makes it absent.
func (m *GenericCommand) SetBlacklistMessage(v *BlacklistCommand) {
	m.blacklistMessage = v
	m.mark(27, v != nil)
}

// ClearBlacklistMessage makes blacklistMessage absent.
func (m *GenericCommand) ClearBlacklistMessage() { m.SetBlacklistMessage(nil) }

// GetLoggedinMessage returns loggedinMessage, not copied, or nil when it is absent.
func (m *GenericCommand) GetLoggedinMessage() *LoggedinCommand {
	if m == nil {
		return nil
	}
	return m.loggedinMessage
}

// HasLoggedinMessage reports whether loggedinMessage is present; an empty message is.
func (m *GenericCommand) HasLoggedinMessage() bool { return m != nil && m.has&(1<<28) != 0 }

// SetLoggedinMessage makes v, which is not copied, the value of loggedinMessage; nil makes it absent.
func (m *GenericCommand) SetLoggedinMessage(v *LoggedinCommand) {
	m.loggedinMessage = v
	m.mark(28, v != nil)
}

// ClearLoggedinMessage makes loggedinMessage absent.
func (m *GenericCommand) ClearLoggedinMessage() { m.SetLoggedinMessage(nil) }

// ErrorCommand refuses a request, ends a connection (without i), or says in a
// list for whom an operation on several members failed. See Errors in
// docs/protocol.md.
type ErrorCommand struct {
	header
	reason  string
	detail  string
	pids    []string
	appMsg  string
	code    int32
	appCode int32
}

var tableErrorCommand = table{
	fields: []field{
		{number: 1, kind: kindInt32, offset: uint16(unsafe.Offsetof(ErrorCommand{}.code))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(ErrorCommand{}.reason))},
		{number: 3, kind: kindInt32, offset: uint16(unsafe.Offsetof(ErrorCommand{}.appCode))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(ErrorCommand{}.detail))},
		{number: 5, kind: kindStrings, offset: uint16(unsafe.Offsetof(ErrorCommand{}.pids))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(ErrorCommand{}.appMsg))},
	},
	index:    "\x00\x01\x02\x03\x04\x05\x06",
	required: 0x3,
	size:     unsafe.Sizeof(ErrorCommand{}),
	make:     func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]ErrorCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *ErrorCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableErrorCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *ErrorCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableErrorCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *ErrorCommand) Reset() { *m = ErrorCommand{} }

// GetCode returns code, or 0 when it is absent.
// It is the error code.
//
//go:noinline
func (m *ErrorCommand) GetCode() int32 {
	if m == nil {
		return 0
	}
	return m.code
}

// HasCode reports whether code is present; an explicit zero is.
func (m *ErrorCommand) HasCode() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCode makes code present, whatever v is.
//
//go:noinline
func (m *ErrorCommand) SetCode(v int32) {
	m.code = v
	m.has |= 1 << 0
}

// ClearCode makes code absent.
func (m *ErrorCommand) ClearCode() {
	m.code = 0
	m.has &^= 1 << 0
}

// GetReason returns reason, or "" when it is absent.
// It is its meaning, for people.
//
//go:noinline
func (m *ErrorCommand) GetReason() string {
	if m == nil {
		return ""
	}
	return m.reason
}

// HasReason reports whether reason is present; an explicit zero is.
func (m *ErrorCommand) HasReason() bool { return m != nil && m.has&(1<<1) != 0 }

// SetReason makes reason present, whatever v is.
//
//go:noinline
func (m *ErrorCommand) SetReason(v string) {
	m.reason = v
	m.has |= 1 << 1
}

// ClearReason makes reason absent.
func (m *ErrorCommand) ClearReason() {
	m.reason = ""
	m.has &^= 1 << 1
}

// GetAppCode returns appCode, or 0 when it is absent.
// It is the code that a hook gave.
//
//go:noinline
func (m *ErrorCommand) GetAppCode() int32 {
	if m == nil {
		return 0
	}
	return m.appCode
}

// HasAppCode reports whether appCode is present; an explicit zero is.
func (m *ErrorCommand) HasAppCode() bool { return m != nil && m.has&(1<<2) != 0 }

// SetAppCode makes appCode present, whatever v is.
//
//go:noinline
func (m *ErrorCommand) SetAppCode(v int32) {
	m.appCode = v
	m.has |= 1 << 2
}

// ClearAppCode makes appCode absent.
func (m *ErrorCommand) ClearAppCode() {
	m.appCode = 0
	m.has &^= 1 << 2
}

// GetDetail returns detail, or "" when it is absent.
// It is more about the cause.
//
//go:noinline
func (m *ErrorCommand) GetDetail() string {
	if m == nil {
		return ""
	}
	return m.detail
}

// HasDetail reports whether detail is present; an explicit zero is.
func (m *ErrorCommand) HasDetail() bool { return m != nil && m.has&(1<<3) != 0 }

// SetDetail makes detail present, whatever v is.
//
//go:noinline
func (m *ErrorCommand) SetDetail(v string) {
	m.detail = v
	m.has |= 1 << 3
}

// ClearDetail makes detail absent.
func (m *ErrorCommand) ClearDetail() {
	m.detail = ""
	m.has &^= 1 << 3
}

// GetPids returns the values of pids, not copied.
// It is the clients that it is about.
//
//go:noinline
func (m *ErrorCommand) GetPids() []string {
	if m == nil {
		return nil
	}
	return m.pids
}

// HasPids reports whether pids has any value.
func (m *ErrorCommand) HasPids() bool { return m != nil && m.has&(1<<4) != 0 }

// SetPids makes v, which is not copied, the values of pids.
//
//go:noinline
func (m *ErrorCommand) SetPids(v []string) {
	m.pids = v
	m.mark(4, len(v) != 0)
}

// AddPids appends to the values of pids.
func (m *ErrorCommand) AddPids(v ...string) { m.SetPids(append(m.pids, v...)) }

// ClearPids removes the values of pids.
func (m *ErrorCommand) ClearPids() { m.SetPids(nil) }

// GetAppMsg returns appMsg, or "" when it is absent.
// It is the text that a hook gave.
//
//go:noinline
func (m *ErrorCommand) GetAppMsg() string {
	if m == nil {
		return ""
	}
	return m.appMsg
}

// HasAppMsg reports whether appMsg is present; an explicit zero is.
func (m *ErrorCommand) HasAppMsg() bool { return m != nil && m.has&(1<<5) != 0 }

// SetAppMsg makes appMsg present, whatever v is.
//
//go:noinline
func (m *ErrorCommand) SetAppMsg(v string) {
	m.appMsg = v
	m.has |= 1 << 5
}

// ClearAppMsg makes appMsg absent.
func (m *ErrorCommand) ClearAppMsg() {
	m.appMsg = ""
	m.has &^= 1 << 5
}

// JsonObjectMessage is a JSON text in a field.
type JsonObjectMessage struct {
	header
	data string
}

var tableJsonObjectMessage = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(JsonObjectMessage{}.data))},
	},
	index:    "\x00\x01",
	required: 0x1,
	size:     unsafe.Sizeof(JsonObjectMessage{}),
	make:     func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]JsonObjectMessage, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *JsonObjectMessage) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableJsonObjectMessage, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *JsonObjectMessage) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableJsonObjectMessage, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *JsonObjectMessage) Reset() { *m = JsonObjectMessage{} }

// GetData returns data, or "" when it is absent.
// It is the JSON text.
//
//go:noinline
func (m *JsonObjectMessage) GetData() string {
	if m == nil {
		return ""
	}
	return m.data
}

// HasData reports whether data is present; an explicit zero is.
func (m *JsonObjectMessage) HasData() bool { return m != nil && m.has&(1<<0) != 0 }

// SetData makes data present, whatever v is.
//
//go:noinline
func (m *JsonObjectMessage) SetData(v string) {
	m.data = v
	m.has |= 1 << 0
}

// ClearData makes data absent.
func (m *JsonObjectMessage) ClearData() {
	m.data = ""
	m.has &^= 1 << 0
}

// SessionCommand opens, re-opens, refreshes and closes a client's session, and
// asks who is online. See Session in docs/protocol.md.
type SessionCommand struct {
	header
	t                    int64
	n                    string
	s                    string
	ua                   string
	tag                  string
	deviceId             string
	sessionPeerIds       []string
	onlineSessionPeerIds []string
	st                   string
	reason               string
	deviceToken          string
	detail               string
	lastUnreadNotifTime  int64
	lastPatchTime        int64
	configBitmap         int64
	systemInfo           *SystemInfo
	stTtl                int32
	code                 int32
	r                    bool
	sp                   bool
}

var tableSessionCommand = table{
	fields: []field{
		{number: 1, kind: kindInt64, offset: uint16(unsafe.Offsetof(SessionCommand{}.t))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.n))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.s))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.ua))},
		{number: 5, kind: kindBool, offset: uint16(unsafe.Offsetof(SessionCommand{}.r))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.tag))},
		{number: 7, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.deviceId))},
		{number: 8, kind: kindStrings, offset: uint16(unsafe.Offsetof(SessionCommand{}.sessionPeerIds))},
		{number: 9, kind: kindStrings, offset: uint16(unsafe.Offsetof(SessionCommand{}.onlineSessionPeerIds))},
		{number: 10, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.st))},
		{number: 11, kind: kindInt32, offset: uint16(unsafe.Offsetof(SessionCommand{}.stTtl))},
		{number: 12, kind: kindInt32, offset: uint16(unsafe.Offsetof(SessionCommand{}.code))},
		{number: 13, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.reason))},
		{number: 14, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.deviceToken))},
		{number: 15, kind: kindBool, offset: uint16(unsafe.Offsetof(SessionCommand{}.sp))},
		{number: 16, kind: kindString, offset: uint16(unsafe.Offsetof(SessionCommand{}.detail))},
		{number: 17, kind: kindInt64, offset: uint16(unsafe.Offsetof(SessionCommand{}.lastUnreadNotifTime))},
		{number: 18, kind: kindInt64, offset: uint16(unsafe.Offsetof(SessionCommand{}.lastPatchTime))},
		{number: 19, kind: kindInt64, offset: uint16(unsafe.Offsetof(SessionCommand{}.configBitmap))},
		{number: 20, kind: kindMessage, offset: uint16(unsafe.Offsetof(SessionCommand{}.systemInfo)), message: &tableSystemInfo},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14",
	size:  unsafe.Sizeof(SessionCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]SessionCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *SessionCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableSessionCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *SessionCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableSessionCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *SessionCommand) Reset() { *m = SessionCommand{} }

// GetT returns t, or 0 when it is absent.
// It is the time that was signed, in ms.
//
//go:noinline
func (m *SessionCommand) GetT() int64 {
	if m == nil {
		return 0
	}
	return m.t
}

// HasT reports whether t is present; an explicit zero is.
func (m *SessionCommand) HasT() bool { return m != nil && m.has&(1<<0) != 0 }

// SetT makes t present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetT(v int64) {
	m.t = v
	m.has |= 1 << 0
}

// ClearT makes t absent.
func (m *SessionCommand) ClearT() {
	m.t = 0
	m.has &^= 1 << 0
}

// GetN returns n, or "" when it is absent.
// It is the nonce that was signed.
//
//go:noinline
func (m *SessionCommand) GetN() string {
	if m == nil {
		return ""
	}
	return m.n
}

// HasN reports whether n is present; an explicit zero is.
func (m *SessionCommand) HasN() bool { return m != nil && m.has&(1<<1) != 0 }

// SetN makes n present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetN(v string) {
	m.n = v
	m.has |= 1 << 1
}

// ClearN makes n absent.
func (m *SessionCommand) ClearN() {
	m.n = ""
	m.has &^= 1 << 1
}

// GetS returns s, or "" when it is absent.
// It is the signature.
//
//go:noinline
func (m *SessionCommand) GetS() string {
	if m == nil {
		return ""
	}
	return m.s
}

// HasS reports whether s is present; an explicit zero is.
func (m *SessionCommand) HasS() bool { return m != nil && m.has&(1<<2) != 0 }

// SetS makes s present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetS(v string) {
	m.s = v
	m.has |= 1 << 2
}

// ClearS makes s absent.
func (m *SessionCommand) ClearS() {
	m.s = ""
	m.has &^= 1 << 2
}

// GetUa returns ua, or "" when it is absent.
// It is the name and version of the SDK.
//
//go:noinline
func (m *SessionCommand) GetUa() string {
	if m == nil {
		return ""
	}
	return m.ua
}

// HasUa reports whether ua is present; an explicit zero is.
func (m *SessionCommand) HasUa() bool { return m != nil && m.has&(1<<3) != 0 }

// SetUa makes ua present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetUa(v string) {
	m.ua = v
	m.has |= 1 << 3
}

// ClearUa makes ua absent.
func (m *SessionCommand) ClearUa() {
	m.ua = ""
	m.has &^= 1 << 3
}

// GetR returns r, or false when it is absent.
// It is true when a session is opened again.
//
//go:noinline
func (m *SessionCommand) GetR() bool {
	if m == nil {
		return false
	}
	return m.r
}

// HasR reports whether r is present; an explicit zero is.
func (m *SessionCommand) HasR() bool { return m != nil && m.has&(1<<4) != 0 }

// SetR makes r present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetR(v bool) {
	m.r = v
	m.has |= 1 << 4
}

// ClearR makes r absent.
func (m *SessionCommand) ClearR() {
	m.r = false
	m.has &^= 1 << 4
}

// GetTag returns tag, or "" when it is absent.
// It is the device class of which one may be online.
//
//go:noinline
func (m *SessionCommand) GetTag() string {
	if m == nil {
		return ""
	}
	return m.tag
}

// HasTag reports whether tag is present; an explicit zero is.
func (m *SessionCommand) HasTag() bool { return m != nil && m.has&(1<<5) != 0 }

// SetTag makes tag present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetTag(v string) {
	m.tag = v
	m.has |= 1 << 5
}

// ClearTag makes tag absent.
func (m *SessionCommand) ClearTag() {
	m.tag = ""
	m.has &^= 1 << 5
}

// GetDeviceId returns deviceId, or "" when it is absent.
//
//go:noinline
func (m *SessionCommand) GetDeviceId() string {
	if m == nil {
		return ""
	}
	return m.deviceId
}

// HasDeviceId reports whether deviceId is present; an explicit zero is.
func (m *SessionCommand) HasDeviceId() bool { return m != nil && m.has&(1<<6) != 0 }

// SetDeviceId makes deviceId present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetDeviceId(v string) {
	m.deviceId = v
	m.has |= 1 << 6
}

// ClearDeviceId makes deviceId absent.
func (m *SessionCommand) ClearDeviceId() {
	m.deviceId = ""
	m.has &^= 1 << 6
}

// GetSessionPeerIds returns the values of sessionPeerIds, not copied.
// It is the clients asked for, at most 20.
//
//go:noinline
func (m *SessionCommand) GetSessionPeerIds() []string {
	if m == nil {
		return nil
	}
	return m.sessionPeerIds
}

// HasSessionPeerIds reports whether sessionPeerIds has any value.
func (m *SessionCommand) HasSessionPeerIds() bool { return m != nil && m.has&(1<<7) != 0 }

// SetSessionPeerIds makes v, which is not copied, the values of sessionPeerIds.
//
//go:noinline
func (m *SessionCommand) SetSessionPeerIds(v []string) {
	m.sessionPeerIds = v
	m.mark(7, len(v) != 0)
}

// AddSessionPeerIds appends to the values of sessionPeerIds.
func (m *SessionCommand) AddSessionPeerIds(v ...string) {
	m.SetSessionPeerIds(append(m.sessionPeerIds, v...))
}

// ClearSessionPeerIds removes the values of sessionPeerIds.
func (m *SessionCommand) ClearSessionPeerIds() { m.SetSessionPeerIds(nil) }

// GetOnlineSessionPeerIds returns the values of onlineSessionPeerIds, not copied.
// It is those of them that are online.
//
//go:noinline
func (m *SessionCommand) GetOnlineSessionPeerIds() []string {
	if m == nil {
		return nil
	}
	return m.onlineSessionPeerIds
}

// HasOnlineSessionPeerIds reports whether onlineSessionPeerIds has any value.
func (m *SessionCommand) HasOnlineSessionPeerIds() bool { return m != nil && m.has&(1<<8) != 0 }

// SetOnlineSessionPeerIds makes v, which is not copied, the values of onlineSessionPeerIds.
//
//go:noinline
func (m *SessionCommand) SetOnlineSessionPeerIds(v []string) {
	m.onlineSessionPeerIds = v
	m.mark(8, len(v) != 0)
}

// AddOnlineSessionPeerIds appends to the values of onlineSessionPeerIds.
func (m *SessionCommand) AddOnlineSessionPeerIds(v ...string) {
	m.SetOnlineSessionPeerIds(append(m.onlineSessionPeerIds, v...))
}

// ClearOnlineSessionPeerIds removes the values of onlineSessionPeerIds.
func (m *SessionCommand) ClearOnlineSessionPeerIds() { m.SetOnlineSessionPeerIds(nil) }

// GetSt returns st, or "" when it is absent.
// It is the session token.
//
//go:noinline
func (m *SessionCommand) GetSt() string {
	if m == nil {
		return ""
	}
	return m.st
}

// HasSt reports whether st is present; an explicit zero is.
func (m *SessionCommand) HasSt() bool { return m != nil && m.has&(1<<9) != 0 }

// SetSt makes st present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetSt(v string) {
	m.st = v
	m.has |= 1 << 9
}

// ClearSt makes st absent.
func (m *SessionCommand) ClearSt() {
	m.st = ""
	m.has &^= 1 << 9
}

// GetStTtl returns stTtl, or 0 when it is absent.
// It is the lifetime of st, in seconds.
//
//go:noinline
func (m *SessionCommand) GetStTtl() int32 {
	if m == nil {
		return 0
	}
	return m.stTtl
}

// HasStTtl reports whether stTtl is present; an explicit zero is.
func (m *SessionCommand) HasStTtl() bool { return m != nil && m.has&(1<<10) != 0 }

// SetStTtl makes stTtl present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetStTtl(v int32) {
	m.stTtl = v
	m.has |= 1 << 10
}

// ClearStTtl makes stTtl absent.
func (m *SessionCommand) ClearStTtl() {
	m.stTtl = 0
	m.has &^= 1 << 10
}

// GetCode returns code, or 0 when it is absent.
// It is the error code of a session that ends.
//
//go:noinline
func (m *SessionCommand) GetCode() int32 {
	if m == nil {
		return 0
	}
	return m.code
}

// HasCode reports whether code is present; an explicit zero is.
func (m *SessionCommand) HasCode() bool { return m != nil && m.has&(1<<11) != 0 }

// SetCode makes code present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetCode(v int32) {
	m.code = v
	m.has |= 1 << 11
}

// ClearCode makes code absent.
func (m *SessionCommand) ClearCode() {
	m.code = 0
	m.has &^= 1 << 11
}

// GetReason returns reason, or "" when it is absent.
//
//go:noinline
func (m *SessionCommand) GetReason() string {
	if m == nil {
		return ""
	}
	return m.reason
}

// HasReason reports whether reason is present; an explicit zero is.
func (m *SessionCommand) HasReason() bool { return m != nil && m.has&(1<<12) != 0 }

// SetReason makes reason present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetReason(v string) {
	m.reason = v
	m.has |= 1 << 12
}

// ClearReason makes reason absent.
func (m *SessionCommand) ClearReason() {
	m.reason = ""
	m.has &^= 1 << 12
}

// GetDeviceToken returns deviceToken, or "" when it is absent.
//
//go:noinline
func (m *SessionCommand) GetDeviceToken() string {
	if m == nil {
		return ""
	}
	return m.deviceToken
}

// HasDeviceToken reports whether deviceToken is present; an explicit zero is.
func (m *SessionCommand) HasDeviceToken() bool { return m != nil && m.has&(1<<13) != 0 }

// SetDeviceToken makes deviceToken present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetDeviceToken(v string) {
	m.deviceToken = v
	m.has |= 1 << 13
}

// ClearDeviceToken makes deviceToken absent.
func (m *SessionCommand) ClearDeviceToken() {
	m.deviceToken = ""
	m.has &^= 1 << 13
}

// GetSp returns sp, or false when it is absent.
//
//go:noinline
func (m *SessionCommand) GetSp() bool {
	if m == nil {
		return false
	}
	return m.sp
}

// HasSp reports whether sp is present; an explicit zero is.
func (m *SessionCommand) HasSp() bool { return m != nil && m.has&(1<<14) != 0 }

// SetSp makes sp present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetSp(v bool) {
	m.sp = v
	m.has |= 1 << 14
}

// ClearSp makes sp absent.
func (m *SessionCommand) ClearSp() {
	m.sp = false
	m.has &^= 1 << 14
}

// GetDetail returns detail, or "" when it is absent.
//
//go:noinline
func (m *SessionCommand) GetDetail() string {
	if m == nil {
		return ""
	}
	return m.detail
}

// HasDetail reports whether detail is present; an explicit zero is.
func (m *SessionCommand) HasDetail() bool { return m != nil && m.has&(1<<15) != 0 }

// SetDetail makes detail present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetDetail(v string) {
	m.detail = v
	m.has |= 1 << 15
}

// ClearDetail makes detail absent.
func (m *SessionCommand) ClearDetail() {
	m.detail = ""
	m.has &^= 1 << 15
}

// GetLastUnreadNotifTime returns lastUnreadNotifTime, or 0 when it is absent.
// It is the notifTime up to which the client knows its unread counts, in ms.
//
//go:noinline
func (m *SessionCommand) GetLastUnreadNotifTime() int64 {
	if m == nil {
		return 0
	}
	return m.lastUnreadNotifTime
}

// HasLastUnreadNotifTime reports whether lastUnreadNotifTime is present; an explicit zero is.
func (m *SessionCommand) HasLastUnreadNotifTime() bool { return m != nil && m.has&(1<<16) != 0 }

// SetLastUnreadNotifTime makes lastUnreadNotifTime present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetLastUnreadNotifTime(v int64) {
	m.lastUnreadNotifTime = v
	m.has |= 1 << 16
}

// ClearLastUnreadNotifTime makes lastUnreadNotifTime absent.
func (m *SessionCommand) ClearLastUnreadNotifTime() {
	m.lastUnreadNotifTime = 0
	m.has &^= 1 << 16
}

// GetLastPatchTime returns lastPatchTime, or 0 when it is absent.
// It is the lastPatchTime up to which the client knows of patches, in ms.
//
//go:noinline
func (m *SessionCommand) GetLastPatchTime() int64 {
	if m == nil {
		return 0
	}
	return m.lastPatchTime
}

// HasLastPatchTime reports whether lastPatchTime is present; an explicit zero is.
func (m *SessionCommand) HasLastPatchTime() bool { return m != nil && m.has&(1<<17) != 0 }

// SetLastPatchTime makes lastPatchTime present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetLastPatchTime(v int64) {
	m.lastPatchTime = v
	m.has |= 1 << 17
}

// ClearLastPatchTime makes lastPatchTime absent.
func (m *SessionCommand) ClearLastPatchTime() {
	m.lastPatchTime = 0
	m.has &^= 1 << 17
}

// GetConfigBitmap returns configBitmap, or 0 when it is absent.
// It is what the client is capable of, one bit each.
//
//go:noinline
func (m *SessionCommand) GetConfigBitmap() int64 {
	if m == nil {
		return 0
	}
	return m.configBitmap
}

// HasConfigBitmap reports whether configBitmap is present; an explicit zero is.
func (m *SessionCommand) HasConfigBitmap() bool { return m != nil && m.has&(1<<18) != 0 }

// SetConfigBitmap makes configBitmap present, whatever v is.
//
//go:noinline
func (m *SessionCommand) SetConfigBitmap(v int64) {
	m.configBitmap = v
	m.has |= 1 << 18
}

// ClearConfigBitmap makes configBitmap absent.
func (m *SessionCommand) ClearConfigBitmap() {
	m.configBitmap = 0
	m.has &^= 1 << 18
}

// GetSystemInfo returns systemInfo, not copied, or nil when it is absent.
//
//go:noinline
func (m *SessionCommand) GetSystemInfo() *SystemInfo {
	if m == nil {
		return nil
	}
	return m.systemInfo
}

// HasSystemInfo reports whether systemInfo is present; an empty message is.
func (m *SessionCommand) HasSystemInfo() bool { return m != nil && m.has&(1<<19) != 0 }

// SetSystemInfo makes v, which is not copied, the value of systemInfo; nil makes it absent.
//
//go:noinline
func (m *SessionCommand) SetSystemInfo(v *SystemInfo) {
	m.systemInfo = v
	m.mark(19, v != nil)
}

// ClearSystemInfo makes systemInfo absent.
func (m *SessionCommand) ClearSystemInfo() { m.SetSystemInfo(nil) }

// PresenceCommand tells who came and went in a conversation.
type PresenceCommand struct {
	header
	sessionPeerIds []string
	cid            string
	status         StatusType
}

var tablePresenceCommand = table{
	fields: []field{
		{number: 1, kind: kindInt32, offset: uint16(unsafe.Offsetof(PresenceCommand{}.status))},
		{number: 2, kind: kindStrings, offset: uint16(unsafe.Offsetof(PresenceCommand{}.sessionPeerIds))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(PresenceCommand{}.cid))},
	},
	index: "\x00\x01\x02\x03",
	size:  unsafe.Sizeof(PresenceCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]PresenceCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *PresenceCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tablePresenceCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *PresenceCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tablePresenceCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *PresenceCommand) Reset() { *m = PresenceCommand{} }

// GetStatus returns status, or 0 when it is absent.
//
//go:noinline
func (m *PresenceCommand) GetStatus() StatusType {
	if m == nil {
		return 0
	}
	return m.status
}

// HasStatus reports whether status is present; an explicit zero is.
func (m *PresenceCommand) HasStatus() bool { return m != nil && m.has&(1<<0) != 0 }

// SetStatus makes status present, whatever v is.
//
//go:noinline
func (m *PresenceCommand) SetStatus(v StatusType) {
	m.status = v
	m.has |= 1 << 0
}

// ClearStatus makes status absent.
func (m *PresenceCommand) ClearStatus() {
	m.status = 0
	m.has &^= 1 << 0
}

// GetSessionPeerIds returns the values of sessionPeerIds, not copied.
//
//go:noinline
func (m *PresenceCommand) GetSessionPeerIds() []string {
	if m == nil {
		return nil
	}
	return m.sessionPeerIds
}

// HasSessionPeerIds reports whether sessionPeerIds has any value.
func (m *PresenceCommand) HasSessionPeerIds() bool { return m != nil && m.has&(1<<1) != 0 }

// SetSessionPeerIds makes v, which is not copied, the values of sessionPeerIds.
//
//go:noinline
func (m *PresenceCommand) SetSessionPeerIds(v []string) {
	m.sessionPeerIds = v
	m.mark(1, len(v) != 0)
}

// AddSessionPeerIds appends to the values of sessionPeerIds.
func (m *PresenceCommand) AddSessionPeerIds(v ...string) {
	m.SetSessionPeerIds(append(m.sessionPeerIds, v...))
}

// ClearSessionPeerIds removes the values of sessionPeerIds.
func (m *PresenceCommand) ClearSessionPeerIds() { m.SetSessionPeerIds(nil) }

// GetCid returns cid, or "" when it is absent.
//
//go:noinline
func (m *PresenceCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *PresenceCommand) HasCid() bool { return m != nil && m.has&(1<<2) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *PresenceCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 2
}

// ClearCid makes cid absent.
func (m *PresenceCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 2
}

// ReportCommand carries what a client reports of itself.
type ReportCommand struct {
	header
	type_      string
	data       string
	initiative bool
}

var tableReportCommand = table{
	fields: []field{
		{number: 1, kind: kindBool, offset: uint16(unsafe.Offsetof(ReportCommand{}.initiative))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(ReportCommand{}.type_))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(ReportCommand{}.data))},
	},
	index: "\x00\x01\x02\x03",
	size:  unsafe.Sizeof(ReportCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]ReportCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *ReportCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableReportCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *ReportCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableReportCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *ReportCommand) Reset() { *m = ReportCommand{} }

// GetInitiative returns initiative, or false when it is absent.
//
//go:noinline
func (m *ReportCommand) GetInitiative() bool {
	if m == nil {
		return false
	}
	return m.initiative
}

// HasInitiative reports whether initiative is present; an explicit zero is.
func (m *ReportCommand) HasInitiative() bool { return m != nil && m.has&(1<<0) != 0 }

// SetInitiative makes initiative present, whatever v is.
//
//go:noinline
func (m *ReportCommand) SetInitiative(v bool) {
	m.initiative = v
	m.has |= 1 << 0
}

// ClearInitiative makes initiative absent.
func (m *ReportCommand) ClearInitiative() {
	m.initiative = false
	m.has &^= 1 << 0
}

// GetType returns type, or "" when it is absent.
//
//go:noinline
func (m *ReportCommand) GetType() string {
	if m == nil {
		return ""
	}
	return m.type_
}

// HasType reports whether type is present; an explicit zero is.
func (m *ReportCommand) HasType() bool { return m != nil && m.has&(1<<1) != 0 }

// SetType makes type present, whatever v is.
//
//go:noinline
func (m *ReportCommand) SetType(v string) {
	m.type_ = v
	m.has |= 1 << 1
}

// ClearType makes type absent.
func (m *ReportCommand) ClearType() {
	m.type_ = ""
	m.has &^= 1 << 1
}

// GetData returns data, or "" when it is absent.
//
//go:noinline
func (m *ReportCommand) GetData() string {
	if m == nil {
		return ""
	}
	return m.data
}

// HasData reports whether data is present; an explicit zero is.
func (m *ReportCommand) HasData() bool { return m != nil && m.has&(1<<2) != 0 }

// SetData makes data present, whatever v is.
//
//go:noinline
func (m *ReportCommand) SetData(v string) {
	m.data = v
	m.has |= 1 << 2
}

// ClearData makes data absent.
func (m *ReportCommand) ClearData() {
	m.data = ""
	m.has &^= 1 << 2
}

// ConvCommand creates, queries and changes conversations and their members, and
// tells members of changes. See Conversations, Members, Queries and Temporary
// conversations in docs/protocol.md.
type ConvCommand struct {
	header
	m                []string
	cid              string
	cdate            string
	initBy           string
	sort             string
	udate            string
	t                int64
	n                string
	s                string
	uniqueId         string
	targetClientId   string
	maxReadTimestamp int64
	maxAckTimestamp  int64
	maxReadTuples    []*MaxReadTuple
	cids             []string
	info             *ConvMemberInfo
	tempConvIds      []string
	allowedPids      []string
	failedPids       []*ErrorCommand
	next             string
	results          *JsonObjectMessage
	where            *JsonObjectMessage
	attr             *JsonObjectMessage
	attrModified     *JsonObjectMessage
	limit            int32
	skip             int32
	flag             int32
	count            int32
	statusTTL        int32
	tempConvTTL      int32
	transient        bool
	unique           bool
	statusSub        bool
	statusPub        bool
	queryAllMembers  bool
	tempConv         bool
	existing         bool
}

var tableConvCommand = table{
	fields: []field{
		{number: 1, kind: kindStrings, offset: uint16(unsafe.Offsetof(ConvCommand{}.m))},
		{number: 2, kind: kindBool, offset: uint16(unsafe.Offsetof(ConvCommand{}.transient))},
		{number: 3, kind: kindBool, offset: uint16(unsafe.Offsetof(ConvCommand{}.unique))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.cid))},
		{number: 5, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.cdate))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.initBy))},
		{number: 7, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.sort))},
		{number: 8, kind: kindInt32, offset: uint16(unsafe.Offsetof(ConvCommand{}.limit))},
		{number: 9, kind: kindInt32, offset: uint16(unsafe.Offsetof(ConvCommand{}.skip))},
		{number: 10, kind: kindInt32, offset: uint16(unsafe.Offsetof(ConvCommand{}.flag))},
		{number: 11, kind: kindInt32, offset: uint16(unsafe.Offsetof(ConvCommand{}.count))},
		{number: 12, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.udate))},
		{number: 13, kind: kindInt64, offset: uint16(unsafe.Offsetof(ConvCommand{}.t))},
		{number: 14, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.n))},
		{number: 15, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.s))},
		{number: 16, kind: kindBool, offset: uint16(unsafe.Offsetof(ConvCommand{}.statusSub))},
		{number: 17, kind: kindBool, offset: uint16(unsafe.Offsetof(ConvCommand{}.statusPub))},
		{number: 18, kind: kindInt32, offset: uint16(unsafe.Offsetof(ConvCommand{}.statusTTL))},
		{number: 19, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.uniqueId))},
		{number: 20, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.targetClientId))},
		{number: 21, kind: kindInt64, offset: uint16(unsafe.Offsetof(ConvCommand{}.maxReadTimestamp))},
		{number: 22, kind: kindInt64, offset: uint16(unsafe.Offsetof(ConvCommand{}.maxAckTimestamp))},
		{number: 23, kind: kindBool, offset: uint16(unsafe.Offsetof(ConvCommand{}.queryAllMembers))},
		{number: 24, kind: kindMessages, offset: uint16(unsafe.Offsetof(ConvCommand{}.maxReadTuples)), message: &tableMaxReadTuple},
		{number: 25, kind: kindStrings, offset: uint16(unsafe.Offsetof(ConvCommand{}.cids))},
		{number: 26, kind: kindMessage, offset: uint16(unsafe.Offsetof(ConvCommand{}.info)), message: &tableConvMemberInfo},
		{number: 27, kind: kindBool, offset: uint16(unsafe.Offsetof(ConvCommand{}.tempConv))},
		{number: 28, kind: kindInt32, offset: uint16(unsafe.Offsetof(ConvCommand{}.tempConvTTL))},
		{number: 29, kind: kindStrings, offset: uint16(unsafe.Offsetof(ConvCommand{}.tempConvIds))},
		{number: 30, kind: kindStrings, offset: uint16(unsafe.Offsetof(ConvCommand{}.allowedPids))},
		{number: 31, kind: kindMessages, offset: uint16(unsafe.Offsetof(ConvCommand{}.failedPids)), message: &tableErrorCommand},
		{number: 32, kind: kindBool, offset: uint16(unsafe.Offsetof(ConvCommand{}.existing))},
		{number: 40, kind: kindString, offset: uint16(unsafe.Offsetof(ConvCommand{}.next))},
		{number: 100, kind: kindMessage, offset: uint16(unsafe.Offsetof(ConvCommand{}.results)), message: &tableJsonObjectMessage},
		{number: 101, kind: kindMessage, offset: uint16(unsafe.Offsetof(ConvCommand{}.where)), message: &tableJsonObjectMessage},
		{number: 103, kind: kindMessage, offset: uint16(unsafe.Offsetof(ConvCommand{}.attr)), message: &tableJsonObjectMessage},
		{number: 104, kind: kindMessage, offset: uint16(unsafe.Offsetof(ConvCommand{}.attrModified)), message: &tableJsonObjectMessage},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f \x00\x00\x00\x00\x00\x00\x00!\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\"#\x00$%",
	size:  unsafe.Sizeof(ConvCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]ConvCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *ConvCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableConvCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *ConvCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableConvCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *ConvCommand) Reset() { *m = ConvCommand{} }

// GetM returns the values of m, not copied.
// It is the members.
//
//go:noinline
func (m *ConvCommand) GetM() []string {
	if m == nil {
		return nil
	}
	return m.m
}

// HasM reports whether m has any value.
func (m *ConvCommand) HasM() bool { return m != nil && m.has&(1<<0) != 0 }

// SetM makes v, which is not copied, the values of m.
//
//go:noinline
func (m *ConvCommand) SetM(v []string) {
	m.m = v
	m.mark(0, len(v) != 0)
}

// AddM appends to the values of m.
func (m *ConvCommand) AddM(v ...string) { m.SetM(append(m.m, v...)) }

// ClearM removes the values of m.
func (m *ConvCommand) ClearM() { m.SetM(nil) }

// GetTransient returns transient, or false when it is absent.
// It is true for a chat room.
//
//go:noinline
func (m *ConvCommand) GetTransient() bool {
	if m == nil {
		return false
	}
	return m.transient
}

// HasTransient reports whether transient is present; an explicit zero is.
func (m *ConvCommand) HasTransient() bool { return m != nil && m.has&(1<<1) != 0 }

// SetTransient makes transient present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetTransient(v bool) {
	m.transient = v
	m.has |= 1 << 1
}

// ClearTransient makes transient absent.
func (m *ConvCommand) ClearTransient() {
	m.transient = false
	m.has &^= 1 << 1
}

// GetUnique returns unique, or false when it is absent.
// It is true to find the conversation of the same members, if there is one.
//
//go:noinline
func (m *ConvCommand) GetUnique() bool {
	if m == nil {
		return false
	}
	return m.unique
}

// HasUnique reports whether unique is present; an explicit zero is.
func (m *ConvCommand) HasUnique() bool { return m != nil && m.has&(1<<2) != 0 }

// SetUnique makes unique present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetUnique(v bool) {
	m.unique = v
	m.has |= 1 << 2
}

// ClearUnique makes unique absent.
func (m *ConvCommand) ClearUnique() {
	m.unique = false
	m.has &^= 1 << 2
}

// GetCid returns cid, or "" when it is absent.
// It is the conversation.
//
//go:noinline
func (m *ConvCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *ConvCommand) HasCid() bool { return m != nil && m.has&(1<<3) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 3
}

// ClearCid makes cid absent.
func (m *ConvCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 3
}

// GetCdate returns cdate, or "" when it is absent.
// It is its creation, in ISO 8601.
//
//go:noinline
func (m *ConvCommand) GetCdate() string {
	if m == nil {
		return ""
	}
	return m.cdate
}

// HasCdate reports whether cdate is present; an explicit zero is.
func (m *ConvCommand) HasCdate() bool { return m != nil && m.has&(1<<4) != 0 }

// SetCdate makes cdate present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetCdate(v string) {
	m.cdate = v
	m.has |= 1 << 4
}

// ClearCdate makes cdate absent.
func (m *ConvCommand) ClearCdate() {
	m.cdate = ""
	m.has &^= 1 << 4
}

// GetInitBy returns initBy, or "" when it is absent.
// It is the client whose doing this is.
//
//go:noinline
func (m *ConvCommand) GetInitBy() string {
	if m == nil {
		return ""
	}
	return m.initBy
}

// HasInitBy reports whether initBy is present; an explicit zero is.
func (m *ConvCommand) HasInitBy() bool { return m != nil && m.has&(1<<5) != 0 }

// SetInitBy makes initBy present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetInitBy(v string) {
	m.initBy = v
	m.has |= 1 << 5
}

// ClearInitBy makes initBy absent.
func (m *ConvCommand) ClearInitBy() {
	m.initBy = ""
	m.has &^= 1 << 5
}

// GetSort returns sort, or "" when it is absent.
// It is the order of a query.
//
//go:noinline
func (m *ConvCommand) GetSort() string {
	if m == nil {
		return ""
	}
	return m.sort
}

// HasSort reports whether sort is present; an explicit zero is.
func (m *ConvCommand) HasSort() bool { return m != nil && m.has&(1<<6) != 0 }

// SetSort makes sort present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetSort(v string) {
	m.sort = v
	m.has |= 1 << 6
}

// ClearSort makes sort absent.
func (m *ConvCommand) ClearSort() {
	m.sort = ""
	m.has &^= 1 << 6
}

// GetLimit returns limit, or 0 when it is absent.
// It is the most results; 0 is real.
//
//go:noinline
func (m *ConvCommand) GetLimit() int32 {
	if m == nil {
		return 0
	}
	return m.limit
}

// HasLimit reports whether limit is present; an explicit zero is.
func (m *ConvCommand) HasLimit() bool { return m != nil && m.has&(1<<7) != 0 }

// SetLimit makes limit present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetLimit(v int32) {
	m.limit = v
	m.has |= 1 << 7
}

// ClearLimit makes limit absent.
func (m *ConvCommand) ClearLimit() {
	m.limit = 0
	m.has &^= 1 << 7
}

// GetSkip returns skip, or 0 when it is absent.
// It is the results to leave out.
//
//go:noinline
func (m *ConvCommand) GetSkip() int32 {
	if m == nil {
		return 0
	}
	return m.skip
}

// HasSkip reports whether skip is present; an explicit zero is.
func (m *ConvCommand) HasSkip() bool { return m != nil && m.has&(1<<8) != 0 }

// SetSkip makes skip present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetSkip(v int32) {
	m.skip = v
	m.has |= 1 << 8
}

// ClearSkip makes skip absent.
func (m *ConvCommand) ClearSkip() {
	m.skip = 0
	m.has &^= 1 << 8
}

// GetFlag returns flag, or 0 when it is absent.
// It is the form of results: 1 compact, 2 with the last message.
//
//go:noinline
func (m *ConvCommand) GetFlag() int32 {
	if m == nil {
		return 0
	}
	return m.flag
}

// HasFlag reports whether flag is present; an explicit zero is.
func (m *ConvCommand) HasFlag() bool { return m != nil && m.has&(1<<9) != 0 }

// SetFlag makes flag present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetFlag(v int32) {
	m.flag = v
	m.has |= 1 << 9
}

// ClearFlag makes flag absent.
func (m *ConvCommand) ClearFlag() {
	m.flag = 0
	m.has &^= 1 << 9
}

// GetCount returns count, or 0 when it is absent.
//
//go:noinline
func (m *ConvCommand) GetCount() int32 {
	if m == nil {
		return 0
	}
	return m.count
}

// HasCount reports whether count is present; an explicit zero is.
func (m *ConvCommand) HasCount() bool { return m != nil && m.has&(1<<10) != 0 }

// SetCount makes count present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetCount(v int32) {
	m.count = v
	m.has |= 1 << 10
}

// ClearCount makes count absent.
func (m *ConvCommand) ClearCount() {
	m.count = 0
	m.has &^= 1 << 10
}

// GetUdate returns udate, or "" when it is absent.
// It is its last change, in ISO 8601.
//
//go:noinline
func (m *ConvCommand) GetUdate() string {
	if m == nil {
		return ""
	}
	return m.udate
}

// HasUdate reports whether udate is present; an explicit zero is.
func (m *ConvCommand) HasUdate() bool { return m != nil && m.has&(1<<11) != 0 }

// SetUdate makes udate present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetUdate(v string) {
	m.udate = v
	m.has |= 1 << 11
}

// ClearUdate makes udate absent.
func (m *ConvCommand) ClearUdate() {
	m.udate = ""
	m.has &^= 1 << 11
}

// GetT returns t, or 0 when it is absent.
// It is the time that was signed, in ms.
//
//go:noinline
func (m *ConvCommand) GetT() int64 {
	if m == nil {
		return 0
	}
	return m.t
}

// HasT reports whether t is present; an explicit zero is.
func (m *ConvCommand) HasT() bool { return m != nil && m.has&(1<<12) != 0 }

// SetT makes t present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetT(v int64) {
	m.t = v
	m.has |= 1 << 12
}

// ClearT makes t absent.
func (m *ConvCommand) ClearT() {
	m.t = 0
	m.has &^= 1 << 12
}

// GetN returns n, or "" when it is absent.
// It is the nonce that was signed.
//
//go:noinline
func (m *ConvCommand) GetN() string {
	if m == nil {
		return ""
	}
	return m.n
}

// HasN reports whether n is present; an explicit zero is.
func (m *ConvCommand) HasN() bool { return m != nil && m.has&(1<<13) != 0 }

// SetN makes n present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetN(v string) {
	m.n = v
	m.has |= 1 << 13
}

// ClearN makes n absent.
func (m *ConvCommand) ClearN() {
	m.n = ""
	m.has &^= 1 << 13
}

// GetS returns s, or "" when it is absent.
// It is the signature.
//
//go:noinline
func (m *ConvCommand) GetS() string {
	if m == nil {
		return ""
	}
	return m.s
}

// HasS reports whether s is present; an explicit zero is.
func (m *ConvCommand) HasS() bool { return m != nil && m.has&(1<<14) != 0 }

// SetS makes s present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetS(v string) {
	m.s = v
	m.has |= 1 << 14
}

// ClearS makes s absent.
func (m *ConvCommand) ClearS() {
	m.s = ""
	m.has &^= 1 << 14
}

// GetStatusSub returns statusSub, or false when it is absent.
//
//go:noinline
func (m *ConvCommand) GetStatusSub() bool {
	if m == nil {
		return false
	}
	return m.statusSub
}

// HasStatusSub reports whether statusSub is present; an explicit zero is.
func (m *ConvCommand) HasStatusSub() bool { return m != nil && m.has&(1<<15) != 0 }

// SetStatusSub makes statusSub present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetStatusSub(v bool) {
	m.statusSub = v
	m.has |= 1 << 15
}

// ClearStatusSub makes statusSub absent.
func (m *ConvCommand) ClearStatusSub() {
	m.statusSub = false
	m.has &^= 1 << 15
}

// GetStatusPub returns statusPub, or false when it is absent.
//
//go:noinline
func (m *ConvCommand) GetStatusPub() bool {
	if m == nil {
		return false
	}
	return m.statusPub
}

// HasStatusPub reports whether statusPub is present; an explicit zero is.
func (m *ConvCommand) HasStatusPub() bool { return m != nil && m.has&(1<<16) != 0 }

// SetStatusPub makes statusPub present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetStatusPub(v bool) {
	m.statusPub = v
	m.has |= 1 << 16
}

// ClearStatusPub makes statusPub absent.
func (m *ConvCommand) ClearStatusPub() {
	m.statusPub = false
	m.has &^= 1 << 16
}

// GetStatusTTL returns statusTTL, or 0 when it is absent.
//
//go:noinline
func (m *ConvCommand) GetStatusTTL() int32 {
	if m == nil {
		return 0
	}
	return m.statusTTL
}

// HasStatusTTL reports whether statusTTL is present; an explicit zero is.
func (m *ConvCommand) HasStatusTTL() bool { return m != nil && m.has&(1<<17) != 0 }

// SetStatusTTL makes statusTTL present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetStatusTTL(v int32) {
	m.statusTTL = v
	m.has |= 1 << 17
}

// ClearStatusTTL makes statusTTL absent.
func (m *ConvCommand) ClearStatusTTL() {
	m.statusTTL = 0
	m.has &^= 1 << 17
}

// GetUniqueId returns uniqueId, or "" when it is absent.
// It is the key of a unique conversation.
//
//go:noinline
func (m *ConvCommand) GetUniqueId() string {
	if m == nil {
		return ""
	}
	return m.uniqueId
}

// HasUniqueId reports whether uniqueId is present; an explicit zero is.
func (m *ConvCommand) HasUniqueId() bool { return m != nil && m.has&(1<<18) != 0 }

// SetUniqueId makes uniqueId present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetUniqueId(v string) {
	m.uniqueId = v
	m.has |= 1 << 18
}

// ClearUniqueId makes uniqueId absent.
func (m *ConvCommand) ClearUniqueId() {
	m.uniqueId = ""
	m.has &^= 1 << 18
}

// GetTargetClientId returns targetClientId, or "" when it is absent.
// It is the member whose role changes.
//
//go:noinline
func (m *ConvCommand) GetTargetClientId() string {
	if m == nil {
		return ""
	}
	return m.targetClientId
}

// HasTargetClientId reports whether targetClientId is present; an explicit zero is.
func (m *ConvCommand) HasTargetClientId() bool { return m != nil && m.has&(1<<19) != 0 }

// SetTargetClientId makes targetClientId present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetTargetClientId(v string) {
	m.targetClientId = v
	m.has |= 1 << 19
}

// ClearTargetClientId makes targetClientId absent.
func (m *ConvCommand) ClearTargetClientId() {
	m.targetClientId = ""
	m.has &^= 1 << 19
}

// GetMaxReadTimestamp returns maxReadTimestamp, or 0 when it is absent.
// It is the time up to which all others have read, in ms.
//
//go:noinline
func (m *ConvCommand) GetMaxReadTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.maxReadTimestamp
}

// HasMaxReadTimestamp reports whether maxReadTimestamp is present; an explicit zero is.
func (m *ConvCommand) HasMaxReadTimestamp() bool { return m != nil && m.has&(1<<20) != 0 }

// SetMaxReadTimestamp makes maxReadTimestamp present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetMaxReadTimestamp(v int64) {
	m.maxReadTimestamp = v
	m.has |= 1 << 20
}

// ClearMaxReadTimestamp makes maxReadTimestamp absent.
func (m *ConvCommand) ClearMaxReadTimestamp() {
	m.maxReadTimestamp = 0
	m.has &^= 1 << 20
}

// GetMaxAckTimestamp returns maxAckTimestamp, or 0 when it is absent.
// It is the time up to which all others have received, in ms.
//
//go:noinline
func (m *ConvCommand) GetMaxAckTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.maxAckTimestamp
}

// HasMaxAckTimestamp reports whether maxAckTimestamp is present; an explicit zero is.
func (m *ConvCommand) HasMaxAckTimestamp() bool { return m != nil && m.has&(1<<21) != 0 }

// SetMaxAckTimestamp makes maxAckTimestamp present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetMaxAckTimestamp(v int64) {
	m.maxAckTimestamp = v
	m.has |= 1 << 21
}

// ClearMaxAckTimestamp makes maxAckTimestamp absent.
func (m *ConvCommand) ClearMaxAckTimestamp() {
	m.maxAckTimestamp = 0
	m.has &^= 1 << 21
}

// GetQueryAllMembers returns queryAllMembers, or false when it is absent.
// It is true to ask for the marks of each member.
//
//go:noinline
func (m *ConvCommand) GetQueryAllMembers() bool {
	if m == nil {
		return false
	}
	return m.queryAllMembers
}

// HasQueryAllMembers reports whether queryAllMembers is present; an explicit zero is.
func (m *ConvCommand) HasQueryAllMembers() bool { return m != nil && m.has&(1<<22) != 0 }

// SetQueryAllMembers makes queryAllMembers present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetQueryAllMembers(v bool) {
	m.queryAllMembers = v
	m.has |= 1 << 22
}

// ClearQueryAllMembers makes queryAllMembers absent.
func (m *ConvCommand) ClearQueryAllMembers() {
	m.queryAllMembers = false
	m.has &^= 1 << 22
}

// GetMaxReadTuples returns the values of maxReadTuples, not copied.
//
//go:noinline
func (m *ConvCommand) GetMaxReadTuples() []*MaxReadTuple {
	if m == nil {
		return nil
	}
	return m.maxReadTuples
}

// HasMaxReadTuples reports whether maxReadTuples has any value.
func (m *ConvCommand) HasMaxReadTuples() bool { return m != nil && m.has&(1<<23) != 0 }

// SetMaxReadTuples makes v, which is not copied, the values of maxReadTuples.
//
//go:noinline
func (m *ConvCommand) SetMaxReadTuples(v []*MaxReadTuple) {
	m.maxReadTuples = v
	m.mark(23, len(v) != 0)
}

// AddMaxReadTuples appends to the values of maxReadTuples.
func (m *ConvCommand) AddMaxReadTuples(v ...*MaxReadTuple) {
	m.SetMaxReadTuples(append(m.maxReadTuples, v...))
}

// ClearMaxReadTuples removes the values of maxReadTuples.
func (m *ConvCommand) ClearMaxReadTuples() { m.SetMaxReadTuples(nil) }

// GetCids returns the values of cids, not copied.
//
//go:noinline
func (m *ConvCommand) GetCids() []string {
	if m == nil {
		return nil
	}
	return m.cids
}

// HasCids reports whether cids has any value.
func (m *ConvCommand) HasCids() bool { return m != nil && m.has&(1<<24) != 0 }

// SetCids makes v, which is not copied, the values of cids.
//
//go:noinline
func (m *ConvCommand) SetCids(v []string) {
	m.cids = v
	m.mark(24, len(v) != 0)
}

// AddCids appends to the values of cids.
func (m *ConvCommand) AddCids(v ...string) { m.SetCids(append(m.cids, v...)) }

// ClearCids removes the values of cids.
func (m *ConvCommand) ClearCids() { m.SetCids(nil) }

// GetInfo returns info, not copied, or nil when it is absent.
//
//go:noinline
func (m *ConvCommand) GetInfo() *ConvMemberInfo {
	if m == nil {
		return nil
	}
	return m.info
}

// HasInfo reports whether info is present; an empty message is.
func (m *ConvCommand) HasInfo() bool { return m != nil && m.has&(1<<25) != 0 }

// SetInfo makes v, which is not copied, the value of info; nil makes it absent.
//
//go:noinline
func (m *ConvCommand) SetInfo(v *ConvMemberInfo) {
	m.info = v
	m.mark(25, v != nil)
}

// ClearInfo makes info absent.
func (m *ConvCommand) ClearInfo() { m.SetInfo(nil) }

// GetTempConv returns tempConv, or false when it is absent.
// It is true for a temporary conversation.
//
//go:noinline
func (m *ConvCommand) GetTempConv() bool {
	if m == nil {
		return false
	}
	return m.tempConv
}

// HasTempConv reports whether tempConv is present; an explicit zero is.
func (m *ConvCommand) HasTempConv() bool { return m != nil && m.has&(1<<26) != 0 }

// SetTempConv makes tempConv present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetTempConv(v bool) {
	m.tempConv = v
	m.has |= 1 << 26
}

// ClearTempConv makes tempConv absent.
func (m *ConvCommand) ClearTempConv() {
	m.tempConv = false
	m.has &^= 1 << 26
}

// GetTempConvTTL returns tempConvTTL, or 0 when it is absent.
// It is its lifetime, in seconds.
//
//go:noinline
func (m *ConvCommand) GetTempConvTTL() int32 {
	if m == nil {
		return 0
	}
	return m.tempConvTTL
}

// HasTempConvTTL reports whether tempConvTTL is present; an explicit zero is.
func (m *ConvCommand) HasTempConvTTL() bool { return m != nil && m.has&(1<<27) != 0 }

// SetTempConvTTL makes tempConvTTL present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetTempConvTTL(v int32) {
	m.tempConvTTL = v
	m.has |= 1 << 27
}

// ClearTempConvTTL makes tempConvTTL absent.
func (m *ConvCommand) ClearTempConvTTL() {
	m.tempConvTTL = 0
	m.has &^= 1 << 27
}

// GetTempConvIds returns the values of tempConvIds, not copied.
// It is the temporary conversations asked for.
//
//go:noinline
func (m *ConvCommand) GetTempConvIds() []string {
	if m == nil {
		return nil
	}
	return m.tempConvIds
}

// HasTempConvIds reports whether tempConvIds has any value.
func (m *ConvCommand) HasTempConvIds() bool { return m != nil && m.has&(1<<28) != 0 }

// SetTempConvIds makes v, which is not copied, the values of tempConvIds.
//
//go:noinline
func (m *ConvCommand) SetTempConvIds(v []string) {
	m.tempConvIds = v
	m.mark(28, len(v) != 0)
}

// AddTempConvIds appends to the values of tempConvIds.
func (m *ConvCommand) AddTempConvIds(v ...string) { m.SetTempConvIds(append(m.tempConvIds, v...)) }

// ClearTempConvIds removes the values of tempConvIds.
func (m *ConvCommand) ClearTempConvIds() { m.SetTempConvIds(nil) }

// GetAllowedPids returns the values of allowedPids, not copied.
// It is the members for whom it was done.
//
//go:noinline
func (m *ConvCommand) GetAllowedPids() []string {
	if m == nil {
		return nil
	}
	return m.allowedPids
}

// HasAllowedPids reports whether allowedPids has any value.
func (m *ConvCommand) HasAllowedPids() bool { return m != nil && m.has&(1<<29) != 0 }

// SetAllowedPids makes v, which is not copied, the values of allowedPids.
//
//go:noinline
func (m *ConvCommand) SetAllowedPids(v []string) {
	m.allowedPids = v
	m.mark(29, len(v) != 0)
}

// AddAllowedPids appends to the values of allowedPids.
func (m *ConvCommand) AddAllowedPids(v ...string) { m.SetAllowedPids(append(m.allowedPids, v...)) }

// ClearAllowedPids removes the values of allowedPids.
func (m *ConvCommand) ClearAllowedPids() { m.SetAllowedPids(nil) }

// GetFailedPids returns the values of failedPids, not copied.
// It is the members for whom it was not.
//
//go:noinline
func (m *ConvCommand) GetFailedPids() []*ErrorCommand {
	if m == nil {
		return nil
	}
	return m.failedPids
}

// HasFailedPids reports whether failedPids has any value.
func (m *ConvCommand) HasFailedPids() bool { return m != nil && m.has&(1<<30) != 0 }

// SetFailedPids makes v, which is not copied, the values of failedPids.
//
//go:noinline
func (m *ConvCommand) SetFailedPids(v []*ErrorCommand) {
	m.failedPids = v
	m.mark(30, len(v) != 0)
}

// AddFailedPids appends to the values of failedPids.
func (m *ConvCommand) AddFailedPids(v ...*ErrorCommand) { m.SetFailedPids(append(m.failedPids, v...)) }

// ClearFailedPids removes the values of failedPids.
func (m *ConvCommand) ClearFailedPids() { m.SetFailedPids(nil) }

// GetExisting returns existing, or false when it is absent.
// It is true when the unique conversation was there before.
//
//go:noinline
func (m *ConvCommand) GetExisting() bool {
	if m == nil {
		return false
	}
	return m.existing
}

// HasExisting reports whether existing is present; an explicit zero is.
func (m *ConvCommand) HasExisting() bool { return m != nil && m.has&(1<<31) != 0 }

// SetExisting makes existing present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetExisting(v bool) {
	m.existing = v
	m.has |= 1 << 31
}

// ClearExisting makes existing absent.
func (m *ConvCommand) ClearExisting() {
	m.existing = false
	m.has &^= 1 << 31
}

// GetNext returns next, or "" when it is absent.
// It is where the next page starts.
//
//go:noinline
func (m *ConvCommand) GetNext() string {
	if m == nil {
		return ""
	}
	return m.next
}

// HasNext reports whether next is present; an explicit zero is.
func (m *ConvCommand) HasNext() bool { return m != nil && m.has&(1<<32) != 0 }

// SetNext makes next present, whatever v is.
//
//go:noinline
func (m *ConvCommand) SetNext(v string) {
	m.next = v
	m.has |= 1 << 32
}

// ClearNext makes next absent.
func (m *ConvCommand) ClearNext() {
	m.next = ""
	m.has &^= 1 << 32
}

// GetResults returns results, not copied, or nil when it is absent.
// It is the conversations found, a JSON array.
//
//go:noinline
func (m *ConvCommand) GetResults() *JsonObjectMessage {
	if m == nil {
		return nil
	}
	return m.results
}

// HasResults reports whether results is present; an empty message is.
func (m *ConvCommand) HasResults() bool { return m != nil && m.has&(1<<33) != 0 }

// SetResults makes v, which is not copied, the value of results; nil makes it absent.
//
//go:noinline
func (m *ConvCommand) SetResults(v *JsonObjectMessage) {
	m.results = v
	m.mark(33, v != nil)
}

// ClearResults makes results absent.
func (m *ConvCommand) ClearResults() { m.SetResults(nil) }

// GetWhere returns where, not copied, or nil when it is absent.
// It is the conditions of a query, a JSON object.
//
//go:noinline
func (m *ConvCommand) GetWhere() *JsonObjectMessage {
	if m == nil {
		return nil
	}
	return m.where
}

// HasWhere reports whether where is present; an empty message is.
func (m *ConvCommand) HasWhere() bool { return m != nil && m.has&(1<<34) != 0 }

// SetWhere makes v, which is not copied, the value of where; nil makes it absent.
//
//go:noinline
func (m *ConvCommand) SetWhere(v *JsonObjectMessage) {
	m.where = v
	m.mark(34, v != nil)
}

// ClearWhere makes where absent.
func (m *ConvCommand) ClearWhere() { m.SetWhere(nil) }

// GetAttr returns attr, not copied, or nil when it is absent.
// It is the attributes, a JSON object.
//
//go:noinline
func (m *ConvCommand) GetAttr() *JsonObjectMessage {
	if m == nil {
		return nil
	}
	return m.attr
}

// HasAttr reports whether attr is present; an empty message is.
func (m *ConvCommand) HasAttr() bool { return m != nil && m.has&(1<<35) != 0 }

// SetAttr makes v, which is not copied, the value of attr; nil makes it absent.
//
//go:noinline
func (m *ConvCommand) SetAttr(v *JsonObjectMessage) {
	m.attr = v
	m.mark(35, v != nil)
}

// ClearAttr makes attr absent.
func (m *ConvCommand) ClearAttr() { m.SetAttr(nil) }

// GetAttrModified returns attrModified, not copied, or nil when it is absent.
// It is the attributes that changed, a JSON object.
//
//go:noinline
func (m *ConvCommand) GetAttrModified() *JsonObjectMessage {
	if m == nil {
		return nil
	}
	return m.attrModified
}

// HasAttrModified reports whether attrModified is present; an empty message is.
func (m *ConvCommand) HasAttrModified() bool { return m != nil && m.has&(1<<36) != 0 }

// SetAttrModified makes v, which is not copied, the value of attrModified; nil makes it absent.
//
//go:noinline
func (m *ConvCommand) SetAttrModified(v *JsonObjectMessage) {
	m.attrModified = v
	m.mark(36, v != nil)
}

// ClearAttrModified makes attrModified absent.
func (m *ConvCommand) ClearAttrModified() { m.SetAttrModified(nil) }

// ConvMemberInfo is a member's role. See Members in docs/protocol.md.
type ConvMemberInfo struct {
	header
	pid    string
	role   string
	infoId string
}

var tableConvMemberInfo = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(ConvMemberInfo{}.pid))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(ConvMemberInfo{}.role))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(ConvMemberInfo{}.infoId))},
	},
	index: "\x00\x01\x02\x03",
	size:  unsafe.Sizeof(ConvMemberInfo{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]ConvMemberInfo, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *ConvMemberInfo) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableConvMemberInfo, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *ConvMemberInfo) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableConvMemberInfo, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *ConvMemberInfo) Reset() { *m = ConvMemberInfo{} }

// GetPid returns pid, or "" when it is absent.
// It is the member.
//
//go:noinline
func (m *ConvMemberInfo) GetPid() string {
	if m == nil {
		return ""
	}
	return m.pid
}

// HasPid reports whether pid is present; an explicit zero is.
func (m *ConvMemberInfo) HasPid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetPid makes pid present, whatever v is.
//
//go:noinline
func (m *ConvMemberInfo) SetPid(v string) {
	m.pid = v
	m.has |= 1 << 0
}

// ClearPid makes pid absent.
func (m *ConvMemberInfo) ClearPid() {
	m.pid = ""
	m.has &^= 1 << 0
}

// GetRole returns role, or "" when it is absent.
//
//go:noinline
func (m *ConvMemberInfo) GetRole() string {
	if m == nil {
		return ""
	}
	return m.role
}

// HasRole reports whether role is present; an explicit zero is.
func (m *ConvMemberInfo) HasRole() bool { return m != nil && m.has&(1<<1) != 0 }

// SetRole makes role present, whatever v is.
//
//go:noinline
func (m *ConvMemberInfo) SetRole(v string) {
	m.role = v
	m.has |= 1 << 1
}

// ClearRole makes role absent.
func (m *ConvMemberInfo) ClearRole() {
	m.role = ""
	m.has &^= 1 << 1
}

// GetInfoId returns infoId, or "" when it is absent.
//
//go:noinline
func (m *ConvMemberInfo) GetInfoId() string {
	if m == nil {
		return ""
	}
	return m.infoId
}

// HasInfoId reports whether infoId is present; an explicit zero is.
func (m *ConvMemberInfo) HasInfoId() bool { return m != nil && m.has&(1<<2) != 0 }

// SetInfoId makes infoId present, whatever v is.
//
//go:noinline
func (m *ConvMemberInfo) SetInfoId(v string) {
	m.infoId = v
	m.has |= 1 << 2
}

// ClearInfoId makes infoId absent.
func (m *ConvMemberInfo) ClearInfoId() {
	m.infoId = ""
	m.has &^= 1 << 2
}

// BlacklistCommand blocks clients from a conversation, or conversations for a
// client. See Members in docs/protocol.md.
type BlacklistCommand struct {
	header
	srcCid      string
	toPids      []string
	srcPid      string
	toCids      []string
	next        string
	blockedPids []string
	blockedCids []string
	allowedPids []string
	failedPids  []*ErrorCommand
	t           int64
	n           string
	s           string
	limit       int32
}

var tableBlacklistCommand = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.srcCid))},
		{number: 2, kind: kindStrings, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.toPids))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.srcPid))},
		{number: 4, kind: kindStrings, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.toCids))},
		{number: 5, kind: kindInt32, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.limit))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.next))},
		{number: 8, kind: kindStrings, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.blockedPids))},
		{number: 9, kind: kindStrings, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.blockedCids))},
		{number: 10, kind: kindStrings, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.allowedPids))},
		{number: 11, kind: kindMessages, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.failedPids)), message: &tableErrorCommand},
		{number: 12, kind: kindInt64, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.t))},
		{number: 13, kind: kindString, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.n))},
		{number: 14, kind: kindString, offset: uint16(unsafe.Offsetof(BlacklistCommand{}.s))},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\x00\a\b\t\n\v\f\r",
	size:  unsafe.Sizeof(BlacklistCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]BlacklistCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *BlacklistCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableBlacklistCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *BlacklistCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableBlacklistCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *BlacklistCommand) Reset() { *m = BlacklistCommand{} }

// GetSrcCid returns srcCid, or "" when it is absent.
// It is the conversation that blocks.
//
//go:noinline
func (m *BlacklistCommand) GetSrcCid() string {
	if m == nil {
		return ""
	}
	return m.srcCid
}

// HasSrcCid reports whether srcCid is present; an explicit zero is.
func (m *BlacklistCommand) HasSrcCid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetSrcCid makes srcCid present, whatever v is.
//
//go:noinline
func (m *BlacklistCommand) SetSrcCid(v string) {
	m.srcCid = v
	m.has |= 1 << 0
}

// ClearSrcCid makes srcCid absent.
func (m *BlacklistCommand) ClearSrcCid() {
	m.srcCid = ""
	m.has &^= 1 << 0
}

// GetToPids returns the values of toPids, not copied.
// It is the clients that it blocks.
//
//go:noinline
func (m *BlacklistCommand) GetToPids() []string {
	if m == nil {
		return nil
	}
	return m.toPids
}

// HasToPids reports whether toPids has any value.
func (m *BlacklistCommand) HasToPids() bool { return m != nil && m.has&(1<<1) != 0 }

// SetToPids makes v, which is not copied, the values of toPids.
//
//go:noinline
func (m *BlacklistCommand) SetToPids(v []string) {
	m.toPids = v
	m.mark(1, len(v) != 0)
}

// AddToPids appends to the values of toPids.
func (m *BlacklistCommand) AddToPids(v ...string) { m.SetToPids(append(m.toPids, v...)) }

// ClearToPids removes the values of toPids.
func (m *BlacklistCommand) ClearToPids() { m.SetToPids(nil) }

// GetSrcPid returns srcPid, or "" when it is absent.
// It is the client that blocks.
//
//go:noinline
func (m *BlacklistCommand) GetSrcPid() string {
	if m == nil {
		return ""
	}
	return m.srcPid
}

// HasSrcPid reports whether srcPid is present; an explicit zero is.
func (m *BlacklistCommand) HasSrcPid() bool { return m != nil && m.has&(1<<2) != 0 }

// SetSrcPid makes srcPid present, whatever v is.
//
//go:noinline
func (m *BlacklistCommand) SetSrcPid(v string) {
	m.srcPid = v
	m.has |= 1 << 2
}

// ClearSrcPid makes srcPid absent.
func (m *BlacklistCommand) ClearSrcPid() {
	m.srcPid = ""
	m.has &^= 1 << 2
}

// GetToCids returns the values of toCids, not copied.
// It is the conversations that it blocks.
//
//go:noinline
func (m *BlacklistCommand) GetToCids() []string {
	if m == nil {
		return nil
	}
	return m.toCids
}

// HasToCids reports whether toCids has any value.
func (m *BlacklistCommand) HasToCids() bool { return m != nil && m.has&(1<<3) != 0 }

// SetToCids makes v, which is not copied, the values of toCids.
//
//go:noinline
func (m *BlacklistCommand) SetToCids(v []string) {
	m.toCids = v
	m.mark(3, len(v) != 0)
}

// AddToCids appends to the values of toCids.
func (m *BlacklistCommand) AddToCids(v ...string) { m.SetToCids(append(m.toCids, v...)) }

// ClearToCids removes the values of toCids.
func (m *BlacklistCommand) ClearToCids() { m.SetToCids(nil) }

// GetLimit returns limit, or 0 when it is absent.
//
//go:noinline
func (m *BlacklistCommand) GetLimit() int32 {
	if m == nil {
		return 0
	}
	return m.limit
}

// HasLimit reports whether limit is present; an explicit zero is.
func (m *BlacklistCommand) HasLimit() bool { return m != nil && m.has&(1<<4) != 0 }

// SetLimit makes limit present, whatever v is.
//
//go:noinline
func (m *BlacklistCommand) SetLimit(v int32) {
	m.limit = v
	m.has |= 1 << 4
}

// ClearLimit makes limit absent.
func (m *BlacklistCommand) ClearLimit() {
	m.limit = 0
	m.has &^= 1 << 4
}

// GetNext returns next, or "" when it is absent.
// It is where the next page starts.
//
//go:noinline
func (m *BlacklistCommand) GetNext() string {
	if m == nil {
		return ""
	}
	return m.next
}

// HasNext reports whether next is present; an explicit zero is.
func (m *BlacklistCommand) HasNext() bool { return m != nil && m.has&(1<<5) != 0 }

// SetNext makes next present, whatever v is.
//
//go:noinline
func (m *BlacklistCommand) SetNext(v string) {
	m.next = v
	m.has |= 1 << 5
}

// ClearNext makes next absent.
func (m *BlacklistCommand) ClearNext() {
	m.next = ""
	m.has &^= 1 << 5
}

// GetBlockedPids returns the values of blockedPids, not copied.
//
//go:noinline
func (m *BlacklistCommand) GetBlockedPids() []string {
	if m == nil {
		return nil
	}
	return m.blockedPids
}

// HasBlockedPids reports whether blockedPids has any value.
func (m *BlacklistCommand) HasBlockedPids() bool { return m != nil && m.has&(1<<6) != 0 }

// SetBlockedPids makes v, which is not copied, the values of blockedPids.
//
//go:noinline
func (m *BlacklistCommand) SetBlockedPids(v []string) {
	m.blockedPids = v
	m.mark(6, len(v) != 0)
}

// AddBlockedPids appends to the values of blockedPids.
func (m *BlacklistCommand) AddBlockedPids(v ...string) { m.SetBlockedPids(append(m.blockedPids, v...)) }

// ClearBlockedPids removes the values of blockedPids.
func (m *BlacklistCommand) ClearBlockedPids() { m.SetBlockedPids(nil) }

// GetBlockedCids returns the values of blockedCids, not copied.
//
//go:noinline
func (m *BlacklistCommand) GetBlockedCids() []string {
	if m == nil {
		return nil
	}
	return m.blockedCids
}

// HasBlockedCids reports whether blockedCids has any value.
func (m *BlacklistCommand) HasBlockedCids() bool { return m != nil && m.has&(1<<7) != 0 }

// SetBlockedCids makes v, which is not copied, the values of blockedCids.
//
//go:noinline
func (m *BlacklistCommand) SetBlockedCids(v []string) {
	m.blockedCids = v
	m.mark(7, len(v) != 0)
}

// AddBlockedCids appends to the values of blockedCids.
func (m *BlacklistCommand) AddBlockedCids(v ...string) { m.SetBlockedCids(append(m.blockedCids, v...)) }

// ClearBlockedCids removes the values of blockedCids.
func (m *BlacklistCommand) ClearBlockedCids() { m.SetBlockedCids(nil) }

// GetAllowedPids returns the values of allowedPids, not copied.
// It is the clients for whom it was done.
//
//go:noinline
func (m *BlacklistCommand) GetAllowedPids() []string {
	if m == nil {
		return nil
	}
	return m.allowedPids
}

// HasAllowedPids reports whether allowedPids has any value.
func (m *BlacklistCommand) HasAllowedPids() bool { return m != nil && m.has&(1<<8) != 0 }

// SetAllowedPids makes v, which is not copied, the values of allowedPids.
//
//go:noinline
func (m *BlacklistCommand) SetAllowedPids(v []string) {
	m.allowedPids = v
	m.mark(8, len(v) != 0)
}

// AddAllowedPids appends to the values of allowedPids.
func (m *BlacklistCommand) AddAllowedPids(v ...string) { m.SetAllowedPids(append(m.allowedPids, v...)) }

// ClearAllowedPids removes the values of allowedPids.
func (m *BlacklistCommand) ClearAllowedPids() { m.SetAllowedPids(nil) }

// GetFailedPids returns the values of failedPids, not copied.
// It is the clients for whom it was not.
//
//go:noinline
func (m *BlacklistCommand) GetFailedPids() []*ErrorCommand {
	if m == nil {
		return nil
	}
	return m.failedPids
}

// HasFailedPids reports whether failedPids has any value.
func (m *BlacklistCommand) HasFailedPids() bool { return m != nil && m.has&(1<<9) != 0 }

// SetFailedPids makes v, which is not copied, the values of failedPids.
//
//go:noinline
func (m *BlacklistCommand) SetFailedPids(v []*ErrorCommand) {
	m.failedPids = v
	m.mark(9, len(v) != 0)
}

// AddFailedPids appends to the values of failedPids.
func (m *BlacklistCommand) AddFailedPids(v ...*ErrorCommand) {
	m.SetFailedPids(append(m.failedPids, v...))
}

// ClearFailedPids removes the values of failedPids.
func (m *BlacklistCommand) ClearFailedPids() { m.SetFailedPids(nil) }

// GetT returns t, or 0 when it is absent.
// It is the time that was signed, in ms.
//
//go:noinline
func (m *BlacklistCommand) GetT() int64 {
	if m == nil {
		return 0
	}
	return m.t
}

// HasT reports whether t is present; an explicit zero is.
func (m *BlacklistCommand) HasT() bool { return m != nil && m.has&(1<<10) != 0 }

// SetT makes t present, whatever v is.
//
//go:noinline
func (m *BlacklistCommand) SetT(v int64) {
	m.t = v
	m.has |= 1 << 10
}

// ClearT makes t absent.
func (m *BlacklistCommand) ClearT() {
	m.t = 0
	m.has &^= 1 << 10
}

// GetN returns n, or "" when it is absent.
// It is the nonce that was signed.
//
//go:noinline
func (m *BlacklistCommand) GetN() string {
	if m == nil {
		return ""
	}
	return m.n
}

// HasN reports whether n is present; an explicit zero is.
func (m *BlacklistCommand) HasN() bool { return m != nil && m.has&(1<<11) != 0 }

// SetN makes n present, whatever v is.
//
//go:noinline
func (m *BlacklistCommand) SetN(v string) {
	m.n = v
	m.has |= 1 << 11
}

// ClearN makes n absent.
func (m *BlacklistCommand) ClearN() {
	m.n = ""
	m.has &^= 1 << 11
}

// GetS returns s, or "" when it is absent.
// It is the signature.
//
//go:noinline
func (m *BlacklistCommand) GetS() string {
	if m == nil {
		return ""
	}
	return m.s
}

// HasS reports whether s is present; an explicit zero is.
func (m *BlacklistCommand) HasS() bool { return m != nil && m.has&(1<<12) != 0 }

// SetS makes s present, whatever v is.
//
//go:noinline
func (m *BlacklistCommand) SetS(v string) {
	m.s = v
	m.has |= 1 << 12
}

// ClearS makes s absent.
func (m *BlacklistCommand) ClearS() {
	m.s = ""
	m.has &^= 1 << 12
}

// DirectCommand sends a message and delivers it. See Messages in
// docs/protocol.md.
type DirectCommand struct {
	header
	msg            string
	uid            string
	fromPeerId     string
	timestamp      int64
	toPeerIds      []string
	cid            string
	id             string
	dt             string
	roomId         string
	pushData       string
	patchTimestamp int64
	binaryMsg      []byte
	mentionPids    []string
	convType       int32
	offline        bool
	hasMore        bool
	r              bool
	transient      bool
	will           bool
	mentionAll     bool
}

var tableDirectCommand = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.msg))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.uid))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.fromPeerId))},
		{number: 4, kind: kindInt64, offset: uint16(unsafe.Offsetof(DirectCommand{}.timestamp))},
		{number: 5, kind: kindBool, offset: uint16(unsafe.Offsetof(DirectCommand{}.offline))},
		{number: 6, kind: kindBool, offset: uint16(unsafe.Offsetof(DirectCommand{}.hasMore))},
		{number: 7, kind: kindStrings, offset: uint16(unsafe.Offsetof(DirectCommand{}.toPeerIds))},
		{number: 10, kind: kindBool, offset: uint16(unsafe.Offsetof(DirectCommand{}.r))},
		{number: 11, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.cid))},
		{number: 12, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.id))},
		{number: 13, kind: kindBool, offset: uint16(unsafe.Offsetof(DirectCommand{}.transient))},
		{number: 14, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.dt))},
		{number: 15, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.roomId))},
		{number: 16, kind: kindString, offset: uint16(unsafe.Offsetof(DirectCommand{}.pushData))},
		{number: 17, kind: kindBool, offset: uint16(unsafe.Offsetof(DirectCommand{}.will))},
		{number: 18, kind: kindInt64, offset: uint16(unsafe.Offsetof(DirectCommand{}.patchTimestamp))},
		{number: 19, kind: kindBytes, offset: uint16(unsafe.Offsetof(DirectCommand{}.binaryMsg))},
		{number: 20, kind: kindStrings, offset: uint16(unsafe.Offsetof(DirectCommand{}.mentionPids))},
		{number: 21, kind: kindBool, offset: uint16(unsafe.Offsetof(DirectCommand{}.mentionAll))},
		{number: 22, kind: kindInt32, offset: uint16(unsafe.Offsetof(DirectCommand{}.convType))},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\x00\x00\b\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14",
	size:  unsafe.Sizeof(DirectCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]DirectCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *DirectCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableDirectCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *DirectCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableDirectCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *DirectCommand) Reset() { *m = DirectCommand{} }

// GetMsg returns msg, or "" when it is absent.
// It is the text, or a typed message as JSON.
func (m *DirectCommand) GetMsg() string {
	if m == nil {
		return ""
	}
	return m.msg
}

// HasMsg reports whether msg is present; an explicit zero is.
func (m *DirectCommand) HasMsg() bool { return m != nil && m.has&(1<<0) != 0 }

// SetMsg makes msg present, whatever v is.
func (m *DirectCommand) SetMsg(v string) {
	m.msg = v
	m.has |= 1 << 0
}

// ClearMsg makes msg absent.
func (m *DirectCommand) ClearMsg() {
	m.msg = ""
	m.has &^= 1 << 0
}

// GetUid returns uid, or "" when it is absent.
func (m *DirectCommand) GetUid() string {
	if m == nil {
		return ""
	}
	return m.uid
}

// HasUid reports whether uid is present; an explicit zero is.
func (m *DirectCommand) HasUid() bool { return m != nil && m.has&(1<<1) != 0 }

// SetUid makes uid present, whatever v is.
func (m *DirectCommand) SetUid(v string) {
	m.uid = v
	m.has |= 1 << 1
}

// ClearUid makes uid absent.
func (m *DirectCommand) ClearUid() {
	m.uid = ""
	m.has &^= 1 << 1
}

// GetFromPeerId returns fromPeerId, or "" when it is absent.
// It is the sender.
func (m *DirectCommand) GetFromPeerId() string {
	if m == nil {
		return ""
	}
	return m.fromPeerId
}

// HasFromPeerId reports whether fromPeerId is present; an explicit zero is.
func (m *DirectCommand) HasFromPeerId() bool { return m != nil && m.has&(1<<2) != 0 }

// SetFromPeerId makes fromPeerId present, whatever v is.
func (m *DirectCommand) SetFromPeerId(v string) {
	m.fromPeerId = v
	m.has |= 1 << 2
}

// ClearFromPeerId makes fromPeerId absent.
func (m *DirectCommand) ClearFromPeerId() {
	m.fromPeerId = ""
	m.has &^= 1 << 2
}

// GetTimestamp returns timestamp, or 0 when it is absent.
// It is when the server received it, in ms.
func (m *DirectCommand) GetTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.timestamp
}

// HasTimestamp reports whether timestamp is present; an explicit zero is.
func (m *DirectCommand) HasTimestamp() bool { return m != nil && m.has&(1<<3) != 0 }

// SetTimestamp makes timestamp present, whatever v is.
func (m *DirectCommand) SetTimestamp(v int64) {
	m.timestamp = v
	m.has |= 1 << 3
}

// ClearTimestamp makes timestamp absent.
func (m *DirectCommand) ClearTimestamp() {
	m.timestamp = 0
	m.has &^= 1 << 3
}

// GetOffline returns offline, or false when it is absent.
func (m *DirectCommand) GetOffline() bool {
	if m == nil {
		return false
	}
	return m.offline
}

// HasOffline reports whether offline is present; an explicit zero is.
func (m *DirectCommand) HasOffline() bool { return m != nil && m.has&(1<<4) != 0 }

// SetOffline makes offline present, whatever v is.
func (m *DirectCommand) SetOffline(v bool) {
	m.offline = v
	m.has |= 1 << 4
}

// ClearOffline makes offline absent.
func (m *DirectCommand) ClearOffline() {
	m.offline = false
	m.has &^= 1 << 4
}

// GetHasMore returns hasMore, or false when it is absent.
func (m *DirectCommand) GetHasMore() bool {
	if m == nil {
		return false
	}
	return m.hasMore
}

// HasHasMore reports whether hasMore is present; an explicit zero is.
func (m *DirectCommand) HasHasMore() bool { return m != nil && m.has&(1<<5) != 0 }

// SetHasMore makes hasMore present, whatever v is.
func (m *DirectCommand) SetHasMore(v bool) {
	m.hasMore = v
	m.has |= 1 << 5
}

// ClearHasMore makes hasMore absent.
func (m *DirectCommand) ClearHasMore() {
	m.hasMore = false
	m.has &^= 1 << 5
}

// GetToPeerIds returns the values of toPeerIds, not copied.
func (m *DirectCommand) GetToPeerIds() []string {
	if m == nil {
		return nil
	}
	return m.toPeerIds
}

// HasToPeerIds reports whether toPeerIds has any value.
func (m *DirectCommand) HasToPeerIds() bool { return m != nil && m.has&(1<<6) != 0 }

// SetToPeerIds makes v, which is not copied, the values of toPeerIds.
func (m *DirectCommand) SetToPeerIds(v []string) {
	m.toPeerIds = v
	m.mark(6, len(v) != 0)
}

// AddToPeerIds appends to the values of toPeerIds.
func (m *DirectCommand) AddToPeerIds(v ...string) { m.SetToPeerIds(append(m.toPeerIds, v...)) }

// ClearToPeerIds removes the values of toPeerIds.
func (m *DirectCommand) ClearToPeerIds() { m.SetToPeerIds(nil) }

// GetR returns r, or false when it is absent.
// It is true when the sender wants a receipt.
func (m *DirectCommand) GetR() bool {
	if m == nil {
		return false
	}
	return m.r
}

// HasR reports whether r is present; an explicit zero is.
func (m *DirectCommand) HasR() bool { return m != nil && m.has&(1<<7) != 0 }

// SetR makes r present, whatever v is.
func (m *DirectCommand) SetR(v bool) {
	m.r = v
	m.has |= 1 << 7
}

// ClearR makes r absent.
func (m *DirectCommand) ClearR() {
	m.r = false
	m.has &^= 1 << 7
}

// GetCid returns cid, or "" when it is absent.
// It is the conversation.
func (m *DirectCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *DirectCommand) HasCid() bool { return m != nil && m.has&(1<<8) != 0 }

// SetCid makes cid present, whatever v is.
func (m *DirectCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 8
}

// ClearCid makes cid absent.
func (m *DirectCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 8
}

// GetId returns id, or "" when it is absent.
// It is the message id.
func (m *DirectCommand) GetId() string {
	if m == nil {
		return ""
	}
	return m.id
}

// HasId reports whether id is present; an explicit zero is.
func (m *DirectCommand) HasId() bool { return m != nil && m.has&(1<<9) != 0 }

// SetId makes id present, whatever v is.
func (m *DirectCommand) SetId(v string) {
	m.id = v
	m.has |= 1 << 9
}

// ClearId makes id absent.
func (m *DirectCommand) ClearId() {
	m.id = ""
	m.has &^= 1 << 9
}

// GetTransient returns transient, or false when it is absent.
// It is true when it is not to be stored.
func (m *DirectCommand) GetTransient() bool {
	if m == nil {
		return false
	}
	return m.transient
}

// HasTransient reports whether transient is present; an explicit zero is.
func (m *DirectCommand) HasTransient() bool { return m != nil && m.has&(1<<10) != 0 }

// SetTransient makes transient present, whatever v is.
func (m *DirectCommand) SetTransient(v bool) {
	m.transient = v
	m.has |= 1 << 10
}

// ClearTransient makes transient absent.
func (m *DirectCommand) ClearTransient() {
	m.transient = false
	m.has &^= 1 << 10
}

// GetDt returns dt, or "" when it is absent.
// It is the sender's own id for it, by which repetitions are recognized.
func (m *DirectCommand) GetDt() string {
	if m == nil {
		return ""
	}
	return m.dt
}

// HasDt reports whether dt is present; an explicit zero is.
func (m *DirectCommand) HasDt() bool { return m != nil && m.has&(1<<11) != 0 }

// SetDt makes dt present, whatever v is.
func (m *DirectCommand) SetDt(v string) {
	m.dt = v
	m.has |= 1 << 11
}

// ClearDt makes dt absent.
func (m *DirectCommand) ClearDt() {
	m.dt = ""
	m.has &^= 1 << 11
}

// GetRoomId returns roomId, or "" when it is absent.
func (m *DirectCommand) GetRoomId() string {
	if m == nil {
		return ""
	}
	return m.roomId
}

// HasRoomId reports whether roomId is present; an explicit zero is.
func (m *DirectCommand) HasRoomId() bool { return m != nil && m.has&(1<<12) != 0 }

// SetRoomId makes roomId present, whatever v is.
func (m *DirectCommand) SetRoomId(v string) {
	m.roomId = v
	m.has |= 1 << 12
}

// ClearRoomId makes roomId absent.
func (m *DirectCommand) ClearRoomId() {
	m.roomId = ""
	m.has &^= 1 << 12
}

// GetPushData returns pushData, or "" when it is absent.
// It is the notification for those offline, a JSON object.
func (m *DirectCommand) GetPushData() string {
	if m == nil {
		return ""
	}
	return m.pushData
}

// HasPushData reports whether pushData is present; an explicit zero is.
func (m *DirectCommand) HasPushData() bool { return m != nil && m.has&(1<<13) != 0 }

// SetPushData makes pushData present, whatever v is.
func (m *DirectCommand) SetPushData(v string) {
	m.pushData = v
	m.has |= 1 << 13
}

// ClearPushData makes pushData absent.
func (m *DirectCommand) ClearPushData() {
	m.pushData = ""
	m.has &^= 1 << 13
}

// GetWill returns will, or false when it is absent.
// It is true when it is to be sent once the sender's connection breaks.
func (m *DirectCommand) GetWill() bool {
	if m == nil {
		return false
	}
	return m.will
}

// HasWill reports whether will is present; an explicit zero is.
func (m *DirectCommand) HasWill() bool { return m != nil && m.has&(1<<14) != 0 }

// SetWill makes will present, whatever v is.
func (m *DirectCommand) SetWill(v bool) {
	m.will = v
	m.has |= 1 << 14
}

// ClearWill makes will absent.
func (m *DirectCommand) ClearWill() {
	m.will = false
	m.has &^= 1 << 14
}

// GetPatchTimestamp returns patchTimestamp, or 0 when it is absent.
// It is the time of its last edit, in ms.
func (m *DirectCommand) GetPatchTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.patchTimestamp
}

// HasPatchTimestamp reports whether patchTimestamp is present; an explicit zero is.
func (m *DirectCommand) HasPatchTimestamp() bool { return m != nil && m.has&(1<<15) != 0 }

// SetPatchTimestamp makes patchTimestamp present, whatever v is.
func (m *DirectCommand) SetPatchTimestamp(v int64) {
	m.patchTimestamp = v
	m.has |= 1 << 15
}

// ClearPatchTimestamp makes patchTimestamp absent.
func (m *DirectCommand) ClearPatchTimestamp() {
	m.patchTimestamp = 0
	m.has &^= 1 << 15
}

// GetBinaryMsg returns binaryMsg, or nil when it is absent.
// It is the content of a binary message.
func (m *DirectCommand) GetBinaryMsg() []byte {
	if m == nil {
		return nil
	}
	return m.binaryMsg
}

// HasBinaryMsg reports whether binaryMsg is present; an explicit zero is.
func (m *DirectCommand) HasBinaryMsg() bool { return m != nil && m.has&(1<<16) != 0 }

// SetBinaryMsg makes binaryMsg present, whatever v is.
func (m *DirectCommand) SetBinaryMsg(v []byte) {
	m.binaryMsg = v
	m.has |= 1 << 16
}

// ClearBinaryMsg makes binaryMsg absent.
func (m *DirectCommand) ClearBinaryMsg() {
	m.binaryMsg = nil
	m.has &^= 1 << 16
}

// GetMentionPids returns the values of mentionPids, not copied.
// It is the members mentioned.
func (m *DirectCommand) GetMentionPids() []string {
	if m == nil {
		return nil
	}
	return m.mentionPids
}

// HasMentionPids reports whether mentionPids has any value.
func (m *DirectCommand) HasMentionPids() bool { return m != nil && m.has&(1<<17) != 0 }

// SetMentionPids makes v, which is not copied, the values of mentionPids.
func (m *DirectCommand) SetMentionPids(v []string) {
	m.mentionPids = v
	m.mark(17, len(v) != 0)
}

// AddMentionPids appends to the values of mentionPids.
func (m *DirectCommand) AddMentionPids(v ...string) { m.SetMentionPids(append(m.mentionPids, v...)) }

// ClearMentionPids removes the values of mentionPids.
func (m *DirectCommand) ClearMentionPids() { m.SetMentionPids(nil) }

// GetMentionAll returns mentionAll, or false when it is absent.
// It is true when all members are.
func (m *DirectCommand) GetMentionAll() bool {
	if m == nil {
		return false
	}
	return m.mentionAll
}

// HasMentionAll reports whether mentionAll is present; an explicit zero is.
func (m *DirectCommand) HasMentionAll() bool { return m != nil && m.has&(1<<18) != 0 }

// SetMentionAll makes mentionAll present, whatever v is.
func (m *DirectCommand) SetMentionAll(v bool) {
	m.mentionAll = v
	m.has |= 1 << 18
}

// ClearMentionAll makes mentionAll absent.
func (m *DirectCommand) ClearMentionAll() {
	m.mentionAll = false
	m.has &^= 1 << 18
}

// GetConvType returns convType, or 0 when it is absent.
// It is the kind of the conversation.
func (m *DirectCommand) GetConvType() int32 {
	if m == nil {
		return 0
	}
	return m.convType
}

// HasConvType reports whether convType is present; an explicit zero is.
func (m *DirectCommand) HasConvType() bool { return m != nil && m.has&(1<<19) != 0 }

// SetConvType makes convType present, whatever v is.
func (m *DirectCommand) SetConvType(v int32) {
	m.convType = v
	m.has |= 1 << 19
}

// ClearConvType makes convType absent.
func (m *DirectCommand) ClearConvType() {
	m.convType = 0
	m.has &^= 1 << 19
}

// AckCommand answers a sent message, and tells the server what has been
// received. See Messages in docs/protocol.md.
type AckCommand struct {
	header
	reason  string
	mid     string
	cid     string
	t       int64
	uid     string
	fromts  int64
	tots    int64
	type_   string
	ids     []string
	appMsg  string
	code    int32
	appCode int32
}

var tableAckCommand = table{
	fields: []field{
		{number: 1, kind: kindInt32, offset: uint16(unsafe.Offsetof(AckCommand{}.code))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(AckCommand{}.reason))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(AckCommand{}.mid))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(AckCommand{}.cid))},
		{number: 5, kind: kindInt64, offset: uint16(unsafe.Offsetof(AckCommand{}.t))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(AckCommand{}.uid))},
		{number: 7, kind: kindInt64, offset: uint16(unsafe.Offsetof(AckCommand{}.fromts))},
		{number: 8, kind: kindInt64, offset: uint16(unsafe.Offsetof(AckCommand{}.tots))},
		{number: 9, kind: kindString, offset: uint16(unsafe.Offsetof(AckCommand{}.type_))},
		{number: 10, kind: kindStrings, offset: uint16(unsafe.Offsetof(AckCommand{}.ids))},
		{number: 11, kind: kindInt32, offset: uint16(unsafe.Offsetof(AckCommand{}.appCode))},
		{number: 12, kind: kindString, offset: uint16(unsafe.Offsetof(AckCommand{}.appMsg))},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f",
	size:  unsafe.Sizeof(AckCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]AckCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *AckCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableAckCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *AckCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableAckCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *AckCommand) Reset() { *m = AckCommand{} }

// GetCode returns code, or 0 when it is absent.
// It is the error code of a message that is refused; absent otherwise, since an explicit 0 is an error to the official SDK.
func (m *AckCommand) GetCode() int32 {
	if m == nil {
		return 0
	}
	return m.code
}

// HasCode reports whether code is present; an explicit zero is.
func (m *AckCommand) HasCode() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCode makes code present, whatever v is.
func (m *AckCommand) SetCode(v int32) {
	m.code = v
	m.has |= 1 << 0
}

// ClearCode makes code absent.
func (m *AckCommand) ClearCode() {
	m.code = 0
	m.has &^= 1 << 0
}

// GetReason returns reason, or "" when it is absent.
func (m *AckCommand) GetReason() string {
	if m == nil {
		return ""
	}
	return m.reason
}

// HasReason reports whether reason is present; an explicit zero is.
func (m *AckCommand) HasReason() bool { return m != nil && m.has&(1<<1) != 0 }

// SetReason makes reason present, whatever v is.
func (m *AckCommand) SetReason(v string) {
	m.reason = v
	m.has |= 1 << 1
}

// ClearReason makes reason absent.
func (m *AckCommand) ClearReason() {
	m.reason = ""
	m.has &^= 1 << 1
}

// GetMid returns mid, or "" when it is absent.
// It is the message.
func (m *AckCommand) GetMid() string {
	if m == nil {
		return ""
	}
	return m.mid
}

// HasMid reports whether mid is present; an explicit zero is.
func (m *AckCommand) HasMid() bool { return m != nil && m.has&(1<<2) != 0 }

// SetMid makes mid present, whatever v is.
func (m *AckCommand) SetMid(v string) {
	m.mid = v
	m.has |= 1 << 2
}

// ClearMid makes mid absent.
func (m *AckCommand) ClearMid() {
	m.mid = ""
	m.has &^= 1 << 2
}

// GetCid returns cid, or "" when it is absent.
func (m *AckCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *AckCommand) HasCid() bool { return m != nil && m.has&(1<<3) != 0 }

// SetCid makes cid present, whatever v is.
func (m *AckCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 3
}

// ClearCid makes cid absent.
func (m *AckCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 3
}

// GetT returns t, or 0 when it is absent.
// It is when the server received it, in ms.
func (m *AckCommand) GetT() int64 {
	if m == nil {
		return 0
	}
	return m.t
}

// HasT reports whether t is present; an explicit zero is.
func (m *AckCommand) HasT() bool { return m != nil && m.has&(1<<4) != 0 }

// SetT makes t present, whatever v is.
func (m *AckCommand) SetT(v int64) {
	m.t = v
	m.has |= 1 << 4
}

// ClearT makes t absent.
func (m *AckCommand) ClearT() {
	m.t = 0
	m.has &^= 1 << 4
}

// GetUid returns uid, or "" when it is absent.
// It is the message id.
func (m *AckCommand) GetUid() string {
	if m == nil {
		return ""
	}
	return m.uid
}

// HasUid reports whether uid is present; an explicit zero is.
func (m *AckCommand) HasUid() bool { return m != nil && m.has&(1<<5) != 0 }

// SetUid makes uid present, whatever v is.
func (m *AckCommand) SetUid(v string) {
	m.uid = v
	m.has |= 1 << 5
}

// ClearUid makes uid absent.
func (m *AckCommand) ClearUid() {
	m.uid = ""
	m.has &^= 1 << 5
}

// GetFromts returns fromts, or 0 when it is absent.
// It is the time of the first message received, in ms.
func (m *AckCommand) GetFromts() int64 {
	if m == nil {
		return 0
	}
	return m.fromts
}

// HasFromts reports whether fromts is present; an explicit zero is.
func (m *AckCommand) HasFromts() bool { return m != nil && m.has&(1<<6) != 0 }

// SetFromts makes fromts present, whatever v is.
func (m *AckCommand) SetFromts(v int64) {
	m.fromts = v
	m.has |= 1 << 6
}

// ClearFromts makes fromts absent.
func (m *AckCommand) ClearFromts() {
	m.fromts = 0
	m.has &^= 1 << 6
}

// GetTots returns tots, or 0 when it is absent.
// It is the time of the last message received, in ms.
func (m *AckCommand) GetTots() int64 {
	if m == nil {
		return 0
	}
	return m.tots
}

// HasTots reports whether tots is present; an explicit zero is.
func (m *AckCommand) HasTots() bool { return m != nil && m.has&(1<<7) != 0 }

// SetTots makes tots present, whatever v is.
func (m *AckCommand) SetTots(v int64) {
	m.tots = v
	m.has |= 1 << 7
}

// ClearTots makes tots absent.
func (m *AckCommand) ClearTots() {
	m.tots = 0
	m.has &^= 1 << 7
}

// GetType returns type, or "" when it is absent.
func (m *AckCommand) GetType() string {
	if m == nil {
		return ""
	}
	return m.type_
}

// HasType reports whether type is present; an explicit zero is.
func (m *AckCommand) HasType() bool { return m != nil && m.has&(1<<8) != 0 }

// SetType makes type present, whatever v is.
func (m *AckCommand) SetType(v string) {
	m.type_ = v
	m.has |= 1 << 8
}

// ClearType makes type absent.
func (m *AckCommand) ClearType() {
	m.type_ = ""
	m.has &^= 1 << 8
}

// GetIds returns the values of ids, not copied.
func (m *AckCommand) GetIds() []string {
	if m == nil {
		return nil
	}
	return m.ids
}

// HasIds reports whether ids has any value.
func (m *AckCommand) HasIds() bool { return m != nil && m.has&(1<<9) != 0 }

// SetIds makes v, which is not copied, the values of ids.
func (m *AckCommand) SetIds(v []string) {
	m.ids = v
	m.mark(9, len(v) != 0)
}

// AddIds appends to the values of ids.
func (m *AckCommand) AddIds(v ...string) { m.SetIds(append(m.ids, v...)) }

// ClearIds removes the values of ids.
func (m *AckCommand) ClearIds() { m.SetIds(nil) }

// GetAppCode returns appCode, or 0 when it is absent.
// It is the code that a hook gave.
func (m *AckCommand) GetAppCode() int32 {
	if m == nil {
		return 0
	}
	return m.appCode
}

// HasAppCode reports whether appCode is present; an explicit zero is.
func (m *AckCommand) HasAppCode() bool { return m != nil && m.has&(1<<10) != 0 }

// SetAppCode makes appCode present, whatever v is.
func (m *AckCommand) SetAppCode(v int32) {
	m.appCode = v
	m.has |= 1 << 10
}

// ClearAppCode makes appCode absent.
func (m *AckCommand) ClearAppCode() {
	m.appCode = 0
	m.has &^= 1 << 10
}

// GetAppMsg returns appMsg, or "" when it is absent.
// It is the text that a hook gave.
func (m *AckCommand) GetAppMsg() string {
	if m == nil {
		return ""
	}
	return m.appMsg
}

// HasAppMsg reports whether appMsg is present; an explicit zero is.
func (m *AckCommand) HasAppMsg() bool { return m != nil && m.has&(1<<11) != 0 }

// SetAppMsg makes appMsg present, whatever v is.
func (m *AckCommand) SetAppMsg(v string) {
	m.appMsg = v
	m.has |= 1 << 11
}

// ClearAppMsg makes appMsg absent.
func (m *AckCommand) ClearAppMsg() {
	m.appMsg = ""
	m.has &^= 1 << 11
}

// LogsCommand asks for a conversation's history and answers. See History in
// docs/protocol.md.
type LogsCommand struct {
	header
	cid        string
	t          int64
	tt         int64
	tmid       string
	mid        string
	checksum   string
	logs       []*LogItem
	l          int32
	limit      int32
	direction  QueryDirection
	lctype     int32
	stored     bool
	tIncluded  bool
	ttIncluded bool
}

var tableLogsCommand = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(LogsCommand{}.cid))},
		{number: 2, kind: kindInt32, offset: uint16(unsafe.Offsetof(LogsCommand{}.l))},
		{number: 3, kind: kindInt32, offset: uint16(unsafe.Offsetof(LogsCommand{}.limit))},
		{number: 4, kind: kindInt64, offset: uint16(unsafe.Offsetof(LogsCommand{}.t))},
		{number: 5, kind: kindInt64, offset: uint16(unsafe.Offsetof(LogsCommand{}.tt))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(LogsCommand{}.tmid))},
		{number: 7, kind: kindString, offset: uint16(unsafe.Offsetof(LogsCommand{}.mid))},
		{number: 8, kind: kindString, offset: uint16(unsafe.Offsetof(LogsCommand{}.checksum))},
		{number: 9, kind: kindBool, offset: uint16(unsafe.Offsetof(LogsCommand{}.stored))},
		{number: 10, kind: kindInt32, offset: uint16(unsafe.Offsetof(LogsCommand{}.direction))},
		{number: 11, kind: kindBool, offset: uint16(unsafe.Offsetof(LogsCommand{}.tIncluded))},
		{number: 12, kind: kindBool, offset: uint16(unsafe.Offsetof(LogsCommand{}.ttIncluded))},
		{number: 13, kind: kindInt32, offset: uint16(unsafe.Offsetof(LogsCommand{}.lctype))},
		{number: 105, kind: kindMessages, offset: uint16(unsafe.Offsetof(LogsCommand{}.logs)), message: &tableLogItem},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f\r\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0e",
	size:  unsafe.Sizeof(LogsCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]LogsCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *LogsCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableLogsCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *LogsCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableLogsCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *LogsCommand) Reset() { *m = LogsCommand{} }

// GetCid returns cid, or "" when it is absent.
//
//go:noinline
func (m *LogsCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *LogsCommand) HasCid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 0
}

// ClearCid makes cid absent.
func (m *LogsCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 0
}

// GetL returns l, or 0 when it is absent.
// It is the most messages; 0 is real.
//
//go:noinline
func (m *LogsCommand) GetL() int32 {
	if m == nil {
		return 0
	}
	return m.l
}

// HasL reports whether l is present; an explicit zero is.
func (m *LogsCommand) HasL() bool { return m != nil && m.has&(1<<1) != 0 }

// SetL makes l present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetL(v int32) {
	m.l = v
	m.has |= 1 << 1
}

// ClearL makes l absent.
func (m *LogsCommand) ClearL() {
	m.l = 0
	m.has &^= 1 << 1
}

// GetLimit returns limit, or 0 when it is absent.
//
//go:noinline
func (m *LogsCommand) GetLimit() int32 {
	if m == nil {
		return 0
	}
	return m.limit
}

// HasLimit reports whether limit is present; an explicit zero is.
func (m *LogsCommand) HasLimit() bool { return m != nil && m.has&(1<<2) != 0 }

// SetLimit makes limit present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetLimit(v int32) {
	m.limit = v
	m.has |= 1 << 2
}

// ClearLimit makes limit absent.
func (m *LogsCommand) ClearLimit() {
	m.limit = 0
	m.has &^= 1 << 2
}

// GetT returns t, or 0 when it is absent.
// It is the time where the page starts, in ms.
//
//go:noinline
func (m *LogsCommand) GetT() int64 {
	if m == nil {
		return 0
	}
	return m.t
}

// HasT reports whether t is present; an explicit zero is.
func (m *LogsCommand) HasT() bool { return m != nil && m.has&(1<<3) != 0 }

// SetT makes t present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetT(v int64) {
	m.t = v
	m.has |= 1 << 3
}

// ClearT makes t absent.
func (m *LogsCommand) ClearT() {
	m.t = 0
	m.has &^= 1 << 3
}

// GetTt returns tt, or 0 when it is absent.
// It is the time where the page ends, in ms.
//
//go:noinline
func (m *LogsCommand) GetTt() int64 {
	if m == nil {
		return 0
	}
	return m.tt
}

// HasTt reports whether tt is present; an explicit zero is.
func (m *LogsCommand) HasTt() bool { return m != nil && m.has&(1<<4) != 0 }

// SetTt makes tt present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetTt(v int64) {
	m.tt = v
	m.has |= 1 << 4
}

// ClearTt makes tt absent.
func (m *LogsCommand) ClearTt() {
	m.tt = 0
	m.has &^= 1 << 4
}

// GetTmid returns tmid, or "" when it is absent.
// It is the message where the page ends.
//
//go:noinline
func (m *LogsCommand) GetTmid() string {
	if m == nil {
		return ""
	}
	return m.tmid
}

// HasTmid reports whether tmid is present; an explicit zero is.
func (m *LogsCommand) HasTmid() bool { return m != nil && m.has&(1<<5) != 0 }

// SetTmid makes tmid present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetTmid(v string) {
	m.tmid = v
	m.has |= 1 << 5
}

// ClearTmid makes tmid absent.
func (m *LogsCommand) ClearTmid() {
	m.tmid = ""
	m.has &^= 1 << 5
}

// GetMid returns mid, or "" when it is absent.
// It is the message where the page starts.
//
//go:noinline
func (m *LogsCommand) GetMid() string {
	if m == nil {
		return ""
	}
	return m.mid
}

// HasMid reports whether mid is present; an explicit zero is.
func (m *LogsCommand) HasMid() bool { return m != nil && m.has&(1<<6) != 0 }

// SetMid makes mid present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetMid(v string) {
	m.mid = v
	m.has |= 1 << 6
}

// ClearMid makes mid absent.
func (m *LogsCommand) ClearMid() {
	m.mid = ""
	m.has &^= 1 << 6
}

// GetChecksum returns checksum, or "" when it is absent.
//
//go:noinline
func (m *LogsCommand) GetChecksum() string {
	if m == nil {
		return ""
	}
	return m.checksum
}

// HasChecksum reports whether checksum is present; an explicit zero is.
func (m *LogsCommand) HasChecksum() bool { return m != nil && m.has&(1<<7) != 0 }

// SetChecksum makes checksum present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetChecksum(v string) {
	m.checksum = v
	m.has |= 1 << 7
}

// ClearChecksum makes checksum absent.
func (m *LogsCommand) ClearChecksum() {
	m.checksum = ""
	m.has &^= 1 << 7
}

// GetStored returns stored, or false when it is absent.
//
//go:noinline
func (m *LogsCommand) GetStored() bool {
	if m == nil {
		return false
	}
	return m.stored
}

// HasStored reports whether stored is present; an explicit zero is.
func (m *LogsCommand) HasStored() bool { return m != nil && m.has&(1<<8) != 0 }

// SetStored makes stored present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetStored(v bool) {
	m.stored = v
	m.has |= 1 << 8
}

// ClearStored makes stored absent.
func (m *LogsCommand) ClearStored() {
	m.stored = false
	m.has &^= 1 << 8
}

// GetDirection returns direction, or DirectionOld when it is absent.
//
//go:noinline
func (m *LogsCommand) GetDirection() QueryDirection {
	if !m.HasDirection() {
		return DirectionOld
	}
	return m.direction
}

// HasDirection reports whether direction is present; an explicit zero is.
func (m *LogsCommand) HasDirection() bool { return m != nil && m.has&(1<<9) != 0 }

// SetDirection makes direction present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetDirection(v QueryDirection) {
	m.direction = v
	m.has |= 1 << 9
}

// ClearDirection makes direction absent.
func (m *LogsCommand) ClearDirection() {
	m.direction = 0
	m.has &^= 1 << 9
}

// GetTIncluded returns tIncluded, or false when it is absent.
// It is true when the message at the start belongs to the page.
//
//go:noinline
func (m *LogsCommand) GetTIncluded() bool {
	if m == nil {
		return false
	}
	return m.tIncluded
}

// HasTIncluded reports whether tIncluded is present; an explicit zero is.
func (m *LogsCommand) HasTIncluded() bool { return m != nil && m.has&(1<<10) != 0 }

// SetTIncluded makes tIncluded present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetTIncluded(v bool) {
	m.tIncluded = v
	m.has |= 1 << 10
}

// ClearTIncluded makes tIncluded absent.
func (m *LogsCommand) ClearTIncluded() {
	m.tIncluded = false
	m.has &^= 1 << 10
}

// GetTtIncluded returns ttIncluded, or false when it is absent.
// It is true when the message at the end belongs to the page.
//
//go:noinline
func (m *LogsCommand) GetTtIncluded() bool {
	if m == nil {
		return false
	}
	return m.ttIncluded
}

// HasTtIncluded reports whether ttIncluded is present; an explicit zero is.
func (m *LogsCommand) HasTtIncluded() bool { return m != nil && m.has&(1<<11) != 0 }

// SetTtIncluded makes ttIncluded present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetTtIncluded(v bool) {
	m.ttIncluded = v
	m.has |= 1 << 11
}

// ClearTtIncluded makes ttIncluded absent.
func (m *LogsCommand) ClearTtIncluded() {
	m.ttIncluded = false
	m.has &^= 1 << 11
}

// GetLctype returns lctype, or 0 when it is absent.
// It is the type of typed messages asked for.
//
//go:noinline
func (m *LogsCommand) GetLctype() int32 {
	if m == nil {
		return 0
	}
	return m.lctype
}

// HasLctype reports whether lctype is present; an explicit zero is.
func (m *LogsCommand) HasLctype() bool { return m != nil && m.has&(1<<12) != 0 }

// SetLctype makes lctype present, whatever v is.
//
//go:noinline
func (m *LogsCommand) SetLctype(v int32) {
	m.lctype = v
	m.has |= 1 << 12
}

// ClearLctype makes lctype absent.
func (m *LogsCommand) ClearLctype() {
	m.lctype = 0
	m.has &^= 1 << 12
}

// GetLogs returns the values of logs, not copied.
// It is the messages, in the order of time.
//
//go:noinline
func (m *LogsCommand) GetLogs() []*LogItem {
	if m == nil {
		return nil
	}
	return m.logs
}

// HasLogs reports whether logs has any value.
func (m *LogsCommand) HasLogs() bool { return m != nil && m.has&(1<<13) != 0 }

// SetLogs makes v, which is not copied, the values of logs.
//
//go:noinline
func (m *LogsCommand) SetLogs(v []*LogItem) {
	m.logs = v
	m.mark(13, len(v) != 0)
}

// AddLogs appends to the values of logs.
func (m *LogsCommand) AddLogs(v ...*LogItem) { m.SetLogs(append(m.logs, v...)) }

// ClearLogs removes the values of logs.
func (m *LogsCommand) ClearLogs() { m.SetLogs(nil) }

// LogItem is one message of the history.
type LogItem struct {
	header
	from           string
	data           string
	timestamp      int64
	msgId          string
	ackAt          int64
	readAt         int64
	patchTimestamp int64
	mentionPids    []string
	convType       int32
	mentionAll     bool
	bin            bool
}

var tableLogItem = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(LogItem{}.from))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(LogItem{}.data))},
		{number: 3, kind: kindInt64, offset: uint16(unsafe.Offsetof(LogItem{}.timestamp))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(LogItem{}.msgId))},
		{number: 5, kind: kindInt64, offset: uint16(unsafe.Offsetof(LogItem{}.ackAt))},
		{number: 6, kind: kindInt64, offset: uint16(unsafe.Offsetof(LogItem{}.readAt))},
		{number: 7, kind: kindInt64, offset: uint16(unsafe.Offsetof(LogItem{}.patchTimestamp))},
		{number: 8, kind: kindBool, offset: uint16(unsafe.Offsetof(LogItem{}.mentionAll))},
		{number: 9, kind: kindStrings, offset: uint16(unsafe.Offsetof(LogItem{}.mentionPids))},
		{number: 10, kind: kindBool, offset: uint16(unsafe.Offsetof(LogItem{}.bin))},
		{number: 11, kind: kindInt32, offset: uint16(unsafe.Offsetof(LogItem{}.convType))},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v",
	size:  unsafe.Sizeof(LogItem{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]LogItem, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *LogItem) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableLogItem, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *LogItem) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableLogItem, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *LogItem) Reset() { *m = LogItem{} }

// GetFrom returns from, or "" when it is absent.
// It is the sender.
//
//go:noinline
func (m *LogItem) GetFrom() string {
	if m == nil {
		return ""
	}
	return m.from
}

// HasFrom reports whether from is present; an explicit zero is.
func (m *LogItem) HasFrom() bool { return m != nil && m.has&(1<<0) != 0 }

// SetFrom makes from present, whatever v is.
//
//go:noinline
func (m *LogItem) SetFrom(v string) {
	m.from = v
	m.has |= 1 << 0
}

// ClearFrom makes from absent.
func (m *LogItem) ClearFrom() {
	m.from = ""
	m.has &^= 1 << 0
}

// GetData returns data, or "" when it is absent.
// It is the content, in base64 when bin is true.
//
//go:noinline
func (m *LogItem) GetData() string {
	if m == nil {
		return ""
	}
	return m.data
}

// HasData reports whether data is present; an explicit zero is.
func (m *LogItem) HasData() bool { return m != nil && m.has&(1<<1) != 0 }

// SetData makes data present, whatever v is.
//
//go:noinline
func (m *LogItem) SetData(v string) {
	m.data = v
	m.has |= 1 << 1
}

// ClearData makes data absent.
func (m *LogItem) ClearData() {
	m.data = ""
	m.has &^= 1 << 1
}

// GetTimestamp returns timestamp, or 0 when it is absent.
// It is when the server received it, in ms.
//
//go:noinline
func (m *LogItem) GetTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.timestamp
}

// HasTimestamp reports whether timestamp is present; an explicit zero is.
func (m *LogItem) HasTimestamp() bool { return m != nil && m.has&(1<<2) != 0 }

// SetTimestamp makes timestamp present, whatever v is.
//
//go:noinline
func (m *LogItem) SetTimestamp(v int64) {
	m.timestamp = v
	m.has |= 1 << 2
}

// ClearTimestamp makes timestamp absent.
func (m *LogItem) ClearTimestamp() {
	m.timestamp = 0
	m.has &^= 1 << 2
}

// GetMsgId returns msgId, or "" when it is absent.
//
//go:noinline
func (m *LogItem) GetMsgId() string {
	if m == nil {
		return ""
	}
	return m.msgId
}

// HasMsgId reports whether msgId is present; an explicit zero is.
func (m *LogItem) HasMsgId() bool { return m != nil && m.has&(1<<3) != 0 }

// SetMsgId makes msgId present, whatever v is.
//
//go:noinline
func (m *LogItem) SetMsgId(v string) {
	m.msgId = v
	m.has |= 1 << 3
}

// ClearMsgId makes msgId absent.
func (m *LogItem) ClearMsgId() {
	m.msgId = ""
	m.has &^= 1 << 3
}

// GetAckAt returns ackAt, or 0 when it is absent.
// It is when it was first delivered, in ms; absent when it was not.
//
//go:noinline
func (m *LogItem) GetAckAt() int64 {
	if m == nil {
		return 0
	}
	return m.ackAt
}

// HasAckAt reports whether ackAt is present; an explicit zero is.
func (m *LogItem) HasAckAt() bool { return m != nil && m.has&(1<<4) != 0 }

// SetAckAt makes ackAt present, whatever v is.
//
//go:noinline
func (m *LogItem) SetAckAt(v int64) {
	m.ackAt = v
	m.has |= 1 << 4
}

// ClearAckAt makes ackAt absent.
func (m *LogItem) ClearAckAt() {
	m.ackAt = 0
	m.has &^= 1 << 4
}

// GetReadAt returns readAt, or 0 when it is absent.
// It is when it was first read, in ms; absent when it was not.
//
//go:noinline
func (m *LogItem) GetReadAt() int64 {
	if m == nil {
		return 0
	}
	return m.readAt
}

// HasReadAt reports whether readAt is present; an explicit zero is.
func (m *LogItem) HasReadAt() bool { return m != nil && m.has&(1<<5) != 0 }

// SetReadAt makes readAt present, whatever v is.
//
//go:noinline
func (m *LogItem) SetReadAt(v int64) {
	m.readAt = v
	m.has |= 1 << 5
}

// ClearReadAt makes readAt absent.
func (m *LogItem) ClearReadAt() {
	m.readAt = 0
	m.has &^= 1 << 5
}

// GetPatchTimestamp returns patchTimestamp, or 0 when it is absent.
// It is the time of its last edit, in ms.
//
//go:noinline
func (m *LogItem) GetPatchTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.patchTimestamp
}

// HasPatchTimestamp reports whether patchTimestamp is present; an explicit zero is.
func (m *LogItem) HasPatchTimestamp() bool { return m != nil && m.has&(1<<6) != 0 }

// SetPatchTimestamp makes patchTimestamp present, whatever v is.
//
//go:noinline
func (m *LogItem) SetPatchTimestamp(v int64) {
	m.patchTimestamp = v
	m.has |= 1 << 6
}

// ClearPatchTimestamp makes patchTimestamp absent.
func (m *LogItem) ClearPatchTimestamp() {
	m.patchTimestamp = 0
	m.has &^= 1 << 6
}

// GetMentionAll returns mentionAll, or false when it is absent.
//
//go:noinline
func (m *LogItem) GetMentionAll() bool {
	if m == nil {
		return false
	}
	return m.mentionAll
}

// HasMentionAll reports whether mentionAll is present; an explicit zero is.
func (m *LogItem) HasMentionAll() bool { return m != nil && m.has&(1<<7) != 0 }

// SetMentionAll makes mentionAll present, whatever v is.
//
//go:noinline
func (m *LogItem) SetMentionAll(v bool) {
	m.mentionAll = v
	m.has |= 1 << 7
}

// ClearMentionAll makes mentionAll absent.
func (m *LogItem) ClearMentionAll() {
	m.mentionAll = false
	m.has &^= 1 << 7
}

// GetMentionPids returns the values of mentionPids, not copied.
//
//go:noinline
func (m *LogItem) GetMentionPids() []string {
	if m == nil {
		return nil
	}
	return m.mentionPids
}

// HasMentionPids reports whether mentionPids has any value.
func (m *LogItem) HasMentionPids() bool { return m != nil && m.has&(1<<8) != 0 }

// SetMentionPids makes v, which is not copied, the values of mentionPids.
//
//go:noinline
func (m *LogItem) SetMentionPids(v []string) {
	m.mentionPids = v
	m.mark(8, len(v) != 0)
}

// AddMentionPids appends to the values of mentionPids.
func (m *LogItem) AddMentionPids(v ...string) { m.SetMentionPids(append(m.mentionPids, v...)) }

// ClearMentionPids removes the values of mentionPids.
func (m *LogItem) ClearMentionPids() { m.SetMentionPids(nil) }

// GetBin returns bin, or false when it is absent.
// It is true for a binary message.
//
//go:noinline
func (m *LogItem) GetBin() bool {
	if m == nil {
		return false
	}
	return m.bin
}

// HasBin reports whether bin is present; an explicit zero is.
func (m *LogItem) HasBin() bool { return m != nil && m.has&(1<<9) != 0 }

// SetBin makes bin present, whatever v is.
//
//go:noinline
func (m *LogItem) SetBin(v bool) {
	m.bin = v
	m.has |= 1 << 9
}

// ClearBin makes bin absent.
func (m *LogItem) ClearBin() {
	m.bin = false
	m.has &^= 1 << 9
}

// GetConvType returns convType, or 0 when it is absent.
//
//go:noinline
func (m *LogItem) GetConvType() int32 {
	if m == nil {
		return 0
	}
	return m.convType
}

// HasConvType reports whether convType is present; an explicit zero is.
func (m *LogItem) HasConvType() bool { return m != nil && m.has&(1<<10) != 0 }

// SetConvType makes convType present, whatever v is.
//
//go:noinline
func (m *LogItem) SetConvType(v int32) {
	m.convType = v
	m.has |= 1 << 10
}

// ClearConvType makes convType absent.
func (m *LogItem) ClearConvType() {
	m.convType = 0
	m.has &^= 1 << 10
}

// UnreadCommand tells a client of its conversations with unread messages. See
// Unread and receipts in docs/protocol.md.
type UnreadCommand struct {
	header
	convs     []*UnreadTuple
	notifTime int64
}

var tableUnreadCommand = table{
	fields: []field{
		{number: 1, kind: kindMessages, offset: uint16(unsafe.Offsetof(UnreadCommand{}.convs)), message: &tableUnreadTuple},
		{number: 2, kind: kindInt64, offset: uint16(unsafe.Offsetof(UnreadCommand{}.notifTime))},
	},
	index: "\x00\x01\x02",
	size:  unsafe.Sizeof(UnreadCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]UnreadCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *UnreadCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableUnreadCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *UnreadCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableUnreadCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *UnreadCommand) Reset() { *m = UnreadCommand{} }

// GetConvs returns the values of convs, not copied.
//
//go:noinline
func (m *UnreadCommand) GetConvs() []*UnreadTuple {
	if m == nil {
		return nil
	}
	return m.convs
}

// HasConvs reports whether convs has any value.
func (m *UnreadCommand) HasConvs() bool { return m != nil && m.has&(1<<0) != 0 }

// SetConvs makes v, which is not copied, the values of convs.
//
//go:noinline
func (m *UnreadCommand) SetConvs(v []*UnreadTuple) {
	m.convs = v
	m.mark(0, len(v) != 0)
}

// AddConvs appends to the values of convs.
func (m *UnreadCommand) AddConvs(v ...*UnreadTuple) { m.SetConvs(append(m.convs, v...)) }

// ClearConvs removes the values of convs.
func (m *UnreadCommand) ClearConvs() { m.SetConvs(nil) }

// GetNotifTime returns notifTime, or 0 when it is absent.
// It is the time of this account, in ms.
//
//go:noinline
func (m *UnreadCommand) GetNotifTime() int64 {
	if m == nil {
		return 0
	}
	return m.notifTime
}

// HasNotifTime reports whether notifTime is present; an explicit zero is.
func (m *UnreadCommand) HasNotifTime() bool { return m != nil && m.has&(1<<1) != 0 }

// SetNotifTime makes notifTime present, whatever v is.
//
//go:noinline
func (m *UnreadCommand) SetNotifTime(v int64) {
	m.notifTime = v
	m.has |= 1 << 1
}

// ClearNotifTime makes notifTime absent.
func (m *UnreadCommand) ClearNotifTime() {
	m.notifTime = 0
	m.has &^= 1 << 1
}

// UnreadTuple is one conversation with unread messages, and its last message.
type UnreadTuple struct {
	header
	cid            string
	mid            string
	timestamp      int64
	from           string
	data           string
	patchTimestamp int64
	binaryMsg      []byte
	unread         int32
	convType       int32
	mentioned      bool
}

var tableUnreadTuple = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(UnreadTuple{}.cid))},
		{number: 2, kind: kindInt32, offset: uint16(unsafe.Offsetof(UnreadTuple{}.unread))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(UnreadTuple{}.mid))},
		{number: 4, kind: kindInt64, offset: uint16(unsafe.Offsetof(UnreadTuple{}.timestamp))},
		{number: 5, kind: kindString, offset: uint16(unsafe.Offsetof(UnreadTuple{}.from))},
		{number: 6, kind: kindString, offset: uint16(unsafe.Offsetof(UnreadTuple{}.data))},
		{number: 7, kind: kindInt64, offset: uint16(unsafe.Offsetof(UnreadTuple{}.patchTimestamp))},
		{number: 8, kind: kindBool, offset: uint16(unsafe.Offsetof(UnreadTuple{}.mentioned))},
		{number: 9, kind: kindBytes, offset: uint16(unsafe.Offsetof(UnreadTuple{}.binaryMsg))},
		{number: 10, kind: kindInt32, offset: uint16(unsafe.Offsetof(UnreadTuple{}.convType))},
	},
	index:    "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n",
	required: 0x3,
	size:     unsafe.Sizeof(UnreadTuple{}),
	make:     func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]UnreadTuple, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *UnreadTuple) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableUnreadTuple, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *UnreadTuple) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableUnreadTuple, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *UnreadTuple) Reset() { *m = UnreadTuple{} }

// GetCid returns cid, or "" when it is absent.
//
//go:noinline
func (m *UnreadTuple) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *UnreadTuple) HasCid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 0
}

// ClearCid makes cid absent.
func (m *UnreadTuple) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 0
}

// GetUnread returns unread, or 0 when it is absent.
// It is the number of messages.
//
//go:noinline
func (m *UnreadTuple) GetUnread() int32 {
	if m == nil {
		return 0
	}
	return m.unread
}

// HasUnread reports whether unread is present; an explicit zero is.
func (m *UnreadTuple) HasUnread() bool { return m != nil && m.has&(1<<1) != 0 }

// SetUnread makes unread present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetUnread(v int32) {
	m.unread = v
	m.has |= 1 << 1
}

// ClearUnread makes unread absent.
func (m *UnreadTuple) ClearUnread() {
	m.unread = 0
	m.has &^= 1 << 1
}

// GetMid returns mid, or "" when it is absent.
// It is the last message.
//
//go:noinline
func (m *UnreadTuple) GetMid() string {
	if m == nil {
		return ""
	}
	return m.mid
}

// HasMid reports whether mid is present; an explicit zero is.
func (m *UnreadTuple) HasMid() bool { return m != nil && m.has&(1<<2) != 0 }

// SetMid makes mid present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetMid(v string) {
	m.mid = v
	m.has |= 1 << 2
}

// ClearMid makes mid absent.
func (m *UnreadTuple) ClearMid() {
	m.mid = ""
	m.has &^= 1 << 2
}

// GetTimestamp returns timestamp, or 0 when it is absent.
// It is when the server received that, in ms.
//
//go:noinline
func (m *UnreadTuple) GetTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.timestamp
}

// HasTimestamp reports whether timestamp is present; an explicit zero is.
func (m *UnreadTuple) HasTimestamp() bool { return m != nil && m.has&(1<<3) != 0 }

// SetTimestamp makes timestamp present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetTimestamp(v int64) {
	m.timestamp = v
	m.has |= 1 << 3
}

// ClearTimestamp makes timestamp absent.
func (m *UnreadTuple) ClearTimestamp() {
	m.timestamp = 0
	m.has &^= 1 << 3
}

// GetFrom returns from, or "" when it is absent.
// It is the sender of that.
//
//go:noinline
func (m *UnreadTuple) GetFrom() string {
	if m == nil {
		return ""
	}
	return m.from
}

// HasFrom reports whether from is present; an explicit zero is.
func (m *UnreadTuple) HasFrom() bool { return m != nil && m.has&(1<<4) != 0 }

// SetFrom makes from present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetFrom(v string) {
	m.from = v
	m.has |= 1 << 4
}

// ClearFrom makes from absent.
func (m *UnreadTuple) ClearFrom() {
	m.from = ""
	m.has &^= 1 << 4
}

// GetData returns data, or "" when it is absent.
// It is the content of that.
//
//go:noinline
func (m *UnreadTuple) GetData() string {
	if m == nil {
		return ""
	}
	return m.data
}

// HasData reports whether data is present; an explicit zero is.
func (m *UnreadTuple) HasData() bool { return m != nil && m.has&(1<<5) != 0 }

// SetData makes data present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetData(v string) {
	m.data = v
	m.has |= 1 << 5
}

// ClearData makes data absent.
func (m *UnreadTuple) ClearData() {
	m.data = ""
	m.has &^= 1 << 5
}

// GetPatchTimestamp returns patchTimestamp, or 0 when it is absent.
//
//go:noinline
func (m *UnreadTuple) GetPatchTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.patchTimestamp
}

// HasPatchTimestamp reports whether patchTimestamp is present; an explicit zero is.
func (m *UnreadTuple) HasPatchTimestamp() bool { return m != nil && m.has&(1<<6) != 0 }

// SetPatchTimestamp makes patchTimestamp present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetPatchTimestamp(v int64) {
	m.patchTimestamp = v
	m.has |= 1 << 6
}

// ClearPatchTimestamp makes patchTimestamp absent.
func (m *UnreadTuple) ClearPatchTimestamp() {
	m.patchTimestamp = 0
	m.has &^= 1 << 6
}

// GetMentioned returns mentioned, or false when it is absent.
// It is true when one of them mentions the client.
//
//go:noinline
func (m *UnreadTuple) GetMentioned() bool {
	if m == nil {
		return false
	}
	return m.mentioned
}

// HasMentioned reports whether mentioned is present; an explicit zero is.
func (m *UnreadTuple) HasMentioned() bool { return m != nil && m.has&(1<<7) != 0 }

// SetMentioned makes mentioned present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetMentioned(v bool) {
	m.mentioned = v
	m.has |= 1 << 7
}

// ClearMentioned makes mentioned absent.
func (m *UnreadTuple) ClearMentioned() {
	m.mentioned = false
	m.has &^= 1 << 7
}

// GetBinaryMsg returns binaryMsg, or nil when it is absent.
//
//go:noinline
func (m *UnreadTuple) GetBinaryMsg() []byte {
	if m == nil {
		return nil
	}
	return m.binaryMsg
}

// HasBinaryMsg reports whether binaryMsg is present; an explicit zero is.
func (m *UnreadTuple) HasBinaryMsg() bool { return m != nil && m.has&(1<<8) != 0 }

// SetBinaryMsg makes binaryMsg present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetBinaryMsg(v []byte) {
	m.binaryMsg = v
	m.has |= 1 << 8
}

// ClearBinaryMsg makes binaryMsg absent.
func (m *UnreadTuple) ClearBinaryMsg() {
	m.binaryMsg = nil
	m.has &^= 1 << 8
}

// GetConvType returns convType, or 0 when it is absent.
//
//go:noinline
func (m *UnreadTuple) GetConvType() int32 {
	if m == nil {
		return 0
	}
	return m.convType
}

// HasConvType reports whether convType is present; an explicit zero is.
func (m *UnreadTuple) HasConvType() bool { return m != nil && m.has&(1<<9) != 0 }

// SetConvType makes convType present, whatever v is.
//
//go:noinline
func (m *UnreadTuple) SetConvType(v int32) {
	m.convType = v
	m.has |= 1 << 9
}

// ClearConvType makes convType absent.
func (m *UnreadTuple) ClearConvType() {
	m.convType = 0
	m.has &^= 1 << 9
}

// ReadCommand tells the server what has been read. See Unread and receipts in
// docs/protocol.md.
type ReadCommand struct {
	header
	cid   string
	cids  []string
	convs []*ReadTuple
}

var tableReadCommand = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(ReadCommand{}.cid))},
		{number: 2, kind: kindStrings, offset: uint16(unsafe.Offsetof(ReadCommand{}.cids))},
		{number: 3, kind: kindMessages, offset: uint16(unsafe.Offsetof(ReadCommand{}.convs)), message: &tableReadTuple},
	},
	index: "\x00\x01\x02\x03",
	size:  unsafe.Sizeof(ReadCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]ReadCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *ReadCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableReadCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *ReadCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableReadCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *ReadCommand) Reset() { *m = ReadCommand{} }

// GetCid returns cid, or "" when it is absent.
//
//go:noinline
func (m *ReadCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *ReadCommand) HasCid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *ReadCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 0
}

// ClearCid makes cid absent.
func (m *ReadCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 0
}

// GetCids returns the values of cids, not copied.
//
//go:noinline
func (m *ReadCommand) GetCids() []string {
	if m == nil {
		return nil
	}
	return m.cids
}

// HasCids reports whether cids has any value.
func (m *ReadCommand) HasCids() bool { return m != nil && m.has&(1<<1) != 0 }

// SetCids makes v, which is not copied, the values of cids.
//
//go:noinline
func (m *ReadCommand) SetCids(v []string) {
	m.cids = v
	m.mark(1, len(v) != 0)
}

// AddCids appends to the values of cids.
func (m *ReadCommand) AddCids(v ...string) { m.SetCids(append(m.cids, v...)) }

// ClearCids removes the values of cids.
func (m *ReadCommand) ClearCids() { m.SetCids(nil) }

// GetConvs returns the values of convs, not copied.
//
//go:noinline
func (m *ReadCommand) GetConvs() []*ReadTuple {
	if m == nil {
		return nil
	}
	return m.convs
}

// HasConvs reports whether convs has any value.
func (m *ReadCommand) HasConvs() bool { return m != nil && m.has&(1<<2) != 0 }

// SetConvs makes v, which is not copied, the values of convs.
//
//go:noinline
func (m *ReadCommand) SetConvs(v []*ReadTuple) {
	m.convs = v
	m.mark(2, len(v) != 0)
}

// AddConvs appends to the values of convs.
func (m *ReadCommand) AddConvs(v ...*ReadTuple) { m.SetConvs(append(m.convs, v...)) }

// ClearConvs removes the values of convs.
func (m *ReadCommand) ClearConvs() { m.SetConvs(nil) }

// ReadTuple is how far a conversation has been read.
type ReadTuple struct {
	header
	cid       string
	timestamp int64
	mid       string
}

var tableReadTuple = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(ReadTuple{}.cid))},
		{number: 2, kind: kindInt64, offset: uint16(unsafe.Offsetof(ReadTuple{}.timestamp))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(ReadTuple{}.mid))},
	},
	index:    "\x00\x01\x02\x03",
	required: 0x1,
	size:     unsafe.Sizeof(ReadTuple{}),
	make:     func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]ReadTuple, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *ReadTuple) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableReadTuple, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *ReadTuple) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableReadTuple, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *ReadTuple) Reset() { *m = ReadTuple{} }

// GetCid returns cid, or "" when it is absent.
//
//go:noinline
func (m *ReadTuple) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *ReadTuple) HasCid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *ReadTuple) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 0
}

// ClearCid makes cid absent.
func (m *ReadTuple) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 0
}

// GetTimestamp returns timestamp, or 0 when it is absent.
// It is the time of the last message read, in ms.
//
//go:noinline
func (m *ReadTuple) GetTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.timestamp
}

// HasTimestamp reports whether timestamp is present; an explicit zero is.
func (m *ReadTuple) HasTimestamp() bool { return m != nil && m.has&(1<<1) != 0 }

// SetTimestamp makes timestamp present, whatever v is.
//
//go:noinline
func (m *ReadTuple) SetTimestamp(v int64) {
	m.timestamp = v
	m.has |= 1 << 1
}

// ClearTimestamp makes timestamp absent.
func (m *ReadTuple) ClearTimestamp() {
	m.timestamp = 0
	m.has &^= 1 << 1
}

// GetMid returns mid, or "" when it is absent.
// It is the last message read.
//
//go:noinline
func (m *ReadTuple) GetMid() string {
	if m == nil {
		return ""
	}
	return m.mid
}

// HasMid reports whether mid is present; an explicit zero is.
func (m *ReadTuple) HasMid() bool { return m != nil && m.has&(1<<2) != 0 }

// SetMid makes mid present, whatever v is.
//
//go:noinline
func (m *ReadTuple) SetMid(v string) {
	m.mid = v
	m.has |= 1 << 2
}

// ClearMid makes mid absent.
func (m *ReadTuple) ClearMid() {
	m.mid = ""
	m.has &^= 1 << 2
}

// RcpCommand tells a sender that its message was delivered or read. See Unread
// and receipts in docs/protocol.md.
type RcpCommand struct {
	header
	id   string
	cid  string
	t    int64
	from string
	read bool
}

var tableRcpCommand = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(RcpCommand{}.id))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(RcpCommand{}.cid))},
		{number: 3, kind: kindInt64, offset: uint16(unsafe.Offsetof(RcpCommand{}.t))},
		{number: 4, kind: kindBool, offset: uint16(unsafe.Offsetof(RcpCommand{}.read))},
		{number: 5, kind: kindString, offset: uint16(unsafe.Offsetof(RcpCommand{}.from))},
	},
	index: "\x00\x01\x02\x03\x04\x05",
	size:  unsafe.Sizeof(RcpCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]RcpCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *RcpCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableRcpCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *RcpCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableRcpCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *RcpCommand) Reset() { *m = RcpCommand{} }

// GetId returns id, or "" when it is absent.
// It is the message.
//
//go:noinline
func (m *RcpCommand) GetId() string {
	if m == nil {
		return ""
	}
	return m.id
}

// HasId reports whether id is present; an explicit zero is.
func (m *RcpCommand) HasId() bool { return m != nil && m.has&(1<<0) != 0 }

// SetId makes id present, whatever v is.
//
//go:noinline
func (m *RcpCommand) SetId(v string) {
	m.id = v
	m.has |= 1 << 0
}

// ClearId makes id absent.
func (m *RcpCommand) ClearId() {
	m.id = ""
	m.has &^= 1 << 0
}

// GetCid returns cid, or "" when it is absent.
//
//go:noinline
func (m *RcpCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *RcpCommand) HasCid() bool { return m != nil && m.has&(1<<1) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *RcpCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 1
}

// ClearCid makes cid absent.
func (m *RcpCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 1
}

// GetT returns t, or 0 when it is absent.
// It is when, in ms.
//
//go:noinline
func (m *RcpCommand) GetT() int64 {
	if m == nil {
		return 0
	}
	return m.t
}

// HasT reports whether t is present; an explicit zero is.
func (m *RcpCommand) HasT() bool { return m != nil && m.has&(1<<2) != 0 }

// SetT makes t present, whatever v is.
//
//go:noinline
func (m *RcpCommand) SetT(v int64) {
	m.t = v
	m.has |= 1 << 2
}

// ClearT makes t absent.
func (m *RcpCommand) ClearT() {
	m.t = 0
	m.has &^= 1 << 2
}

// GetRead returns read, or false when it is absent.
// It is true when it was read, else it was delivered.
//
//go:noinline
func (m *RcpCommand) GetRead() bool {
	if m == nil {
		return false
	}
	return m.read
}

// HasRead reports whether read is present; an explicit zero is.
func (m *RcpCommand) HasRead() bool { return m != nil && m.has&(1<<3) != 0 }

// SetRead makes read present, whatever v is.
//
//go:noinline
func (m *RcpCommand) SetRead(v bool) {
	m.read = v
	m.has |= 1 << 3
}

// ClearRead makes read absent.
func (m *RcpCommand) ClearRead() {
	m.read = false
	m.has &^= 1 << 3
}

// GetFrom returns from, or "" when it is absent.
// It is the member that did.
//
//go:noinline
func (m *RcpCommand) GetFrom() string {
	if m == nil {
		return ""
	}
	return m.from
}

// HasFrom reports whether from is present; an explicit zero is.
func (m *RcpCommand) HasFrom() bool { return m != nil && m.has&(1<<4) != 0 }

// SetFrom makes from present, whatever v is.
//
//go:noinline
func (m *RcpCommand) SetFrom(v string) {
	m.from = v
	m.has |= 1 << 4
}

// ClearFrom makes from absent.
func (m *RcpCommand) ClearFrom() {
	m.from = ""
	m.has &^= 1 << 4
}

// MaxReadTuple is how far a member has received and read.
type MaxReadTuple struct {
	header
	pid              string
	maxAckTimestamp  int64
	maxReadTimestamp int64
}

var tableMaxReadTuple = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(MaxReadTuple{}.pid))},
		{number: 2, kind: kindInt64, offset: uint16(unsafe.Offsetof(MaxReadTuple{}.maxAckTimestamp))},
		{number: 3, kind: kindInt64, offset: uint16(unsafe.Offsetof(MaxReadTuple{}.maxReadTimestamp))},
	},
	index: "\x00\x01\x02\x03",
	size:  unsafe.Sizeof(MaxReadTuple{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]MaxReadTuple, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *MaxReadTuple) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableMaxReadTuple, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *MaxReadTuple) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableMaxReadTuple, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *MaxReadTuple) Reset() { *m = MaxReadTuple{} }

// GetPid returns pid, or "" when it is absent.
// It is the member.
//
//go:noinline
func (m *MaxReadTuple) GetPid() string {
	if m == nil {
		return ""
	}
	return m.pid
}

// HasPid reports whether pid is present; an explicit zero is.
func (m *MaxReadTuple) HasPid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetPid makes pid present, whatever v is.
//
//go:noinline
func (m *MaxReadTuple) SetPid(v string) {
	m.pid = v
	m.has |= 1 << 0
}

// ClearPid makes pid absent.
func (m *MaxReadTuple) ClearPid() {
	m.pid = ""
	m.has &^= 1 << 0
}

// GetMaxAckTimestamp returns maxAckTimestamp, or 0 when it is absent.
// It is the time of the last message received, in ms.
//
//go:noinline
func (m *MaxReadTuple) GetMaxAckTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.maxAckTimestamp
}

// HasMaxAckTimestamp reports whether maxAckTimestamp is present; an explicit zero is.
func (m *MaxReadTuple) HasMaxAckTimestamp() bool { return m != nil && m.has&(1<<1) != 0 }

// SetMaxAckTimestamp makes maxAckTimestamp present, whatever v is.
//
//go:noinline
func (m *MaxReadTuple) SetMaxAckTimestamp(v int64) {
	m.maxAckTimestamp = v
	m.has |= 1 << 1
}

// ClearMaxAckTimestamp makes maxAckTimestamp absent.
func (m *MaxReadTuple) ClearMaxAckTimestamp() {
	m.maxAckTimestamp = 0
	m.has &^= 1 << 1
}

// GetMaxReadTimestamp returns maxReadTimestamp, or 0 when it is absent.
// It is the time of the last message read, in ms.
//
//go:noinline
func (m *MaxReadTuple) GetMaxReadTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.maxReadTimestamp
}

// HasMaxReadTimestamp reports whether maxReadTimestamp is present; an explicit zero is.
func (m *MaxReadTuple) HasMaxReadTimestamp() bool { return m != nil && m.has&(1<<2) != 0 }

// SetMaxReadTimestamp makes maxReadTimestamp present, whatever v is.
//
//go:noinline
func (m *MaxReadTuple) SetMaxReadTimestamp(v int64) {
	m.maxReadTimestamp = v
	m.has |= 1 << 2
}

// ClearMaxReadTimestamp makes maxReadTimestamp absent.
func (m *MaxReadTuple) ClearMaxReadTimestamp() {
	m.maxReadTimestamp = 0
	m.has &^= 1 << 2
}

// PatchCommand edits and recalls messages and tells others of it. See Updates
// and recall in docs/protocol.md.
type PatchCommand struct {
	header
	patches       []*PatchItem
	lastPatchTime int64
}

var tablePatchCommand = table{
	fields: []field{
		{number: 1, kind: kindMessages, offset: uint16(unsafe.Offsetof(PatchCommand{}.patches)), message: &tablePatchItem},
		{number: 2, kind: kindInt64, offset: uint16(unsafe.Offsetof(PatchCommand{}.lastPatchTime))},
	},
	index: "\x00\x01\x02",
	size:  unsafe.Sizeof(PatchCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]PatchCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *PatchCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tablePatchCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *PatchCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tablePatchCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *PatchCommand) Reset() { *m = PatchCommand{} }

// GetPatches returns the values of patches, not copied.
//
//go:noinline
func (m *PatchCommand) GetPatches() []*PatchItem {
	if m == nil {
		return nil
	}
	return m.patches
}

// HasPatches reports whether patches has any value.
func (m *PatchCommand) HasPatches() bool { return m != nil && m.has&(1<<0) != 0 }

// SetPatches makes v, which is not copied, the values of patches.
//
//go:noinline
func (m *PatchCommand) SetPatches(v []*PatchItem) {
	m.patches = v
	m.mark(0, len(v) != 0)
}

// AddPatches appends to the values of patches.
func (m *PatchCommand) AddPatches(v ...*PatchItem) { m.SetPatches(append(m.patches, v...)) }

// ClearPatches removes the values of patches.
func (m *PatchCommand) ClearPatches() { m.SetPatches(nil) }

// GetLastPatchTime returns lastPatchTime, or 0 when it is absent.
// It is the patchTimestamp up to which the client knows of patches, in ms.
//
//go:noinline
func (m *PatchCommand) GetLastPatchTime() int64 {
	if m == nil {
		return 0
	}
	return m.lastPatchTime
}

// HasLastPatchTime reports whether lastPatchTime is present; an explicit zero is.
func (m *PatchCommand) HasLastPatchTime() bool { return m != nil && m.has&(1<<1) != 0 }

// SetLastPatchTime makes lastPatchTime present, whatever v is.
//
//go:noinline
func (m *PatchCommand) SetLastPatchTime(v int64) {
	m.lastPatchTime = v
	m.has |= 1 << 1
}

// ClearLastPatchTime makes lastPatchTime absent.
func (m *PatchCommand) ClearLastPatchTime() {
	m.lastPatchTime = 0
	m.has &^= 1 << 1
}

// PatchItem is one edited or recalled message.
type PatchItem struct {
	header
	cid            string
	mid            string
	timestamp      int64
	data           string
	patchTimestamp int64
	from           string
	binaryMsg      []byte
	mentionPids    []string
	patchCode      int64
	patchReason    string
	recall         bool
	mentionAll     bool
}

var tablePatchItem = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(PatchItem{}.cid))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(PatchItem{}.mid))},
		{number: 3, kind: kindInt64, offset: uint16(unsafe.Offsetof(PatchItem{}.timestamp))},
		{number: 4, kind: kindBool, offset: uint16(unsafe.Offsetof(PatchItem{}.recall))},
		{number: 5, kind: kindString, offset: uint16(unsafe.Offsetof(PatchItem{}.data))},
		{number: 6, kind: kindInt64, offset: uint16(unsafe.Offsetof(PatchItem{}.patchTimestamp))},
		{number: 7, kind: kindString, offset: uint16(unsafe.Offsetof(PatchItem{}.from))},
		{number: 8, kind: kindBytes, offset: uint16(unsafe.Offsetof(PatchItem{}.binaryMsg))},
		{number: 9, kind: kindBool, offset: uint16(unsafe.Offsetof(PatchItem{}.mentionAll))},
		{number: 10, kind: kindStrings, offset: uint16(unsafe.Offsetof(PatchItem{}.mentionPids))},
		{number: 11, kind: kindInt64, offset: uint16(unsafe.Offsetof(PatchItem{}.patchCode))},
		{number: 12, kind: kindString, offset: uint16(unsafe.Offsetof(PatchItem{}.patchReason))},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f",
	size:  unsafe.Sizeof(PatchItem{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]PatchItem, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *PatchItem) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tablePatchItem, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *PatchItem) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tablePatchItem, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *PatchItem) Reset() { *m = PatchItem{} }

// GetCid returns cid, or "" when it is absent.
// It is the conversation.
//
//go:noinline
func (m *PatchItem) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *PatchItem) HasCid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 0
}

// ClearCid makes cid absent.
func (m *PatchItem) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 0
}

// GetMid returns mid, or "" when it is absent.
// It is the message.
//
//go:noinline
func (m *PatchItem) GetMid() string {
	if m == nil {
		return ""
	}
	return m.mid
}

// HasMid reports whether mid is present; an explicit zero is.
func (m *PatchItem) HasMid() bool { return m != nil && m.has&(1<<1) != 0 }

// SetMid makes mid present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetMid(v string) {
	m.mid = v
	m.has |= 1 << 1
}

// ClearMid makes mid absent.
func (m *PatchItem) ClearMid() {
	m.mid = ""
	m.has &^= 1 << 1
}

// GetTimestamp returns timestamp, or 0 when it is absent.
// It is when the server received it, in ms.
//
//go:noinline
func (m *PatchItem) GetTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.timestamp
}

// HasTimestamp reports whether timestamp is present; an explicit zero is.
func (m *PatchItem) HasTimestamp() bool { return m != nil && m.has&(1<<2) != 0 }

// SetTimestamp makes timestamp present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetTimestamp(v int64) {
	m.timestamp = v
	m.has |= 1 << 2
}

// ClearTimestamp makes timestamp absent.
func (m *PatchItem) ClearTimestamp() {
	m.timestamp = 0
	m.has &^= 1 << 2
}

// GetRecall returns recall, or false when it is absent.
// It is true when it is recalled.
//
//go:noinline
func (m *PatchItem) GetRecall() bool {
	if m == nil {
		return false
	}
	return m.recall
}

// HasRecall reports whether recall is present; an explicit zero is.
func (m *PatchItem) HasRecall() bool { return m != nil && m.has&(1<<3) != 0 }

// SetRecall makes recall present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetRecall(v bool) {
	m.recall = v
	m.has |= 1 << 3
}

// ClearRecall makes recall absent.
func (m *PatchItem) ClearRecall() {
	m.recall = false
	m.has &^= 1 << 3
}

// GetData returns data, or "" when it is absent.
// It is the new content.
//
//go:noinline
func (m *PatchItem) GetData() string {
	if m == nil {
		return ""
	}
	return m.data
}

// HasData reports whether data is present; an explicit zero is.
func (m *PatchItem) HasData() bool { return m != nil && m.has&(1<<4) != 0 }

// SetData makes data present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetData(v string) {
	m.data = v
	m.has |= 1 << 4
}

// ClearData makes data absent.
func (m *PatchItem) ClearData() {
	m.data = ""
	m.has &^= 1 << 4
}

// GetPatchTimestamp returns patchTimestamp, or 0 when it is absent.
// It is when it was changed, in ms.
//
//go:noinline
func (m *PatchItem) GetPatchTimestamp() int64 {
	if m == nil {
		return 0
	}
	return m.patchTimestamp
}

// HasPatchTimestamp reports whether patchTimestamp is present; an explicit zero is.
func (m *PatchItem) HasPatchTimestamp() bool { return m != nil && m.has&(1<<5) != 0 }

// SetPatchTimestamp makes patchTimestamp present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetPatchTimestamp(v int64) {
	m.patchTimestamp = v
	m.has |= 1 << 5
}

// ClearPatchTimestamp makes patchTimestamp absent.
func (m *PatchItem) ClearPatchTimestamp() {
	m.patchTimestamp = 0
	m.has &^= 1 << 5
}

// GetFrom returns from, or "" when it is absent.
// It is the sender.
//
//go:noinline
func (m *PatchItem) GetFrom() string {
	if m == nil {
		return ""
	}
	return m.from
}

// HasFrom reports whether from is present; an explicit zero is.
func (m *PatchItem) HasFrom() bool { return m != nil && m.has&(1<<6) != 0 }

// SetFrom makes from present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetFrom(v string) {
	m.from = v
	m.has |= 1 << 6
}

// ClearFrom makes from absent.
func (m *PatchItem) ClearFrom() {
	m.from = ""
	m.has &^= 1 << 6
}

// GetBinaryMsg returns binaryMsg, or nil when it is absent.
//
//go:noinline
func (m *PatchItem) GetBinaryMsg() []byte {
	if m == nil {
		return nil
	}
	return m.binaryMsg
}

// HasBinaryMsg reports whether binaryMsg is present; an explicit zero is.
func (m *PatchItem) HasBinaryMsg() bool { return m != nil && m.has&(1<<7) != 0 }

// SetBinaryMsg makes binaryMsg present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetBinaryMsg(v []byte) {
	m.binaryMsg = v
	m.has |= 1 << 7
}

// ClearBinaryMsg makes binaryMsg absent.
func (m *PatchItem) ClearBinaryMsg() {
	m.binaryMsg = nil
	m.has &^= 1 << 7
}

// GetMentionAll returns mentionAll, or false when it is absent.
//
//go:noinline
func (m *PatchItem) GetMentionAll() bool {
	if m == nil {
		return false
	}
	return m.mentionAll
}

// HasMentionAll reports whether mentionAll is present; an explicit zero is.
func (m *PatchItem) HasMentionAll() bool { return m != nil && m.has&(1<<8) != 0 }

// SetMentionAll makes mentionAll present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetMentionAll(v bool) {
	m.mentionAll = v
	m.has |= 1 << 8
}

// ClearMentionAll makes mentionAll absent.
func (m *PatchItem) ClearMentionAll() {
	m.mentionAll = false
	m.has &^= 1 << 8
}

// GetMentionPids returns the values of mentionPids, not copied.
//
//go:noinline
func (m *PatchItem) GetMentionPids() []string {
	if m == nil {
		return nil
	}
	return m.mentionPids
}

// HasMentionPids reports whether mentionPids has any value.
func (m *PatchItem) HasMentionPids() bool { return m != nil && m.has&(1<<9) != 0 }

// SetMentionPids makes v, which is not copied, the values of mentionPids.
//
//go:noinline
func (m *PatchItem) SetMentionPids(v []string) {
	m.mentionPids = v
	m.mark(9, len(v) != 0)
}

// AddMentionPids appends to the values of mentionPids.
func (m *PatchItem) AddMentionPids(v ...string) { m.SetMentionPids(append(m.mentionPids, v...)) }

// ClearMentionPids removes the values of mentionPids.
func (m *PatchItem) ClearMentionPids() { m.SetMentionPids(nil) }

// GetPatchCode returns patchCode, or 0 when it is absent.
// It is why the server changed it, or absent.
//
//go:noinline
func (m *PatchItem) GetPatchCode() int64 {
	if m == nil {
		return 0
	}
	return m.patchCode
}

// HasPatchCode reports whether patchCode is present; an explicit zero is.
func (m *PatchItem) HasPatchCode() bool { return m != nil && m.has&(1<<10) != 0 }

// SetPatchCode makes patchCode present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetPatchCode(v int64) {
	m.patchCode = v
	m.has |= 1 << 10
}

// ClearPatchCode makes patchCode absent.
func (m *PatchItem) ClearPatchCode() {
	m.patchCode = 0
	m.has &^= 1 << 10
}

// GetPatchReason returns patchReason, or "" when it is absent.
// It is the same, for people.
//
//go:noinline
func (m *PatchItem) GetPatchReason() string {
	if m == nil {
		return ""
	}
	return m.patchReason
}

// HasPatchReason reports whether patchReason is present; an explicit zero is.
func (m *PatchItem) HasPatchReason() bool { return m != nil && m.has&(1<<11) != 0 }

// SetPatchReason makes patchReason present, whatever v is.
//
//go:noinline
func (m *PatchItem) SetPatchReason(v string) {
	m.patchReason = v
	m.has |= 1 << 11
}

// ClearPatchReason makes patchReason absent.
func (m *PatchItem) ClearPatchReason() {
	m.patchReason = ""
	m.has &^= 1 << 11
}

// LoginCommand is a native SDK's login for push.
type LoginCommand struct {
	header
	systemInfo *SystemInfo
}

var tableLoginCommand = table{
	fields: []field{
		{number: 1, kind: kindMessage, offset: uint16(unsafe.Offsetof(LoginCommand{}.systemInfo)), message: &tableSystemInfo},
	},
	index: "\x00\x01",
	size:  unsafe.Sizeof(LoginCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]LoginCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *LoginCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableLoginCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *LoginCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableLoginCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *LoginCommand) Reset() { *m = LoginCommand{} }

// GetSystemInfo returns systemInfo, not copied, or nil when it is absent.
//
//go:noinline
func (m *LoginCommand) GetSystemInfo() *SystemInfo {
	if m == nil {
		return nil
	}
	return m.systemInfo
}

// HasSystemInfo reports whether systemInfo is present; an empty message is.
func (m *LoginCommand) HasSystemInfo() bool { return m != nil && m.has&(1<<0) != 0 }

// SetSystemInfo makes v, which is not copied, the value of systemInfo; nil makes it absent.
//
//go:noinline
func (m *LoginCommand) SetSystemInfo(v *SystemInfo) {
	m.systemInfo = v
	m.mark(0, v != nil)
}

// ClearSystemInfo makes systemInfo absent.
func (m *LoginCommand) ClearSystemInfo() { m.SetSystemInfo(nil) }

// LoggedinCommand answers LoginCommand.
type LoggedinCommand struct {
	header
	pushDisabled bool
}

var tableLoggedinCommand = table{
	fields: []field{
		{number: 1, kind: kindBool, offset: uint16(unsafe.Offsetof(LoggedinCommand{}.pushDisabled))},
	},
	index: "\x00\x01",
	size:  unsafe.Sizeof(LoggedinCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]LoggedinCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *LoggedinCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableLoggedinCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *LoggedinCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableLoggedinCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *LoggedinCommand) Reset() { *m = LoggedinCommand{} }

// GetPushDisabled returns pushDisabled, or false when it is absent.
//
//go:noinline
func (m *LoggedinCommand) GetPushDisabled() bool {
	if m == nil {
		return false
	}
	return m.pushDisabled
}

// HasPushDisabled reports whether pushDisabled is present; an explicit zero is.
func (m *LoggedinCommand) HasPushDisabled() bool { return m != nil && m.has&(1<<0) != 0 }

// SetPushDisabled makes pushDisabled present, whatever v is.
//
//go:noinline
func (m *LoggedinCommand) SetPushDisabled(v bool) {
	m.pushDisabled = v
	m.has |= 1 << 0
}

// ClearPushDisabled makes pushDisabled absent.
func (m *LoggedinCommand) ClearPushDisabled() {
	m.pushDisabled = false
	m.has &^= 1 << 0
}

// SystemInfo is the device that a native SDK runs on.
type SystemInfo struct {
	header
	osVersion      *SemanticVersion
	androidVersion *AndroidVersion
	deviceType     DeviceType
	isEmulator     bool
}

var tableSystemInfo = table{
	fields: []field{
		{number: 1, kind: kindInt32, offset: uint16(unsafe.Offsetof(SystemInfo{}.deviceType))},
		{number: 2, kind: kindMessage, offset: uint16(unsafe.Offsetof(SystemInfo{}.osVersion)), message: &tableSemanticVersion},
		{number: 3, kind: kindMessage, offset: uint16(unsafe.Offsetof(SystemInfo{}.androidVersion)), message: &tableAndroidVersion},
		{number: 4, kind: kindBool, offset: uint16(unsafe.Offsetof(SystemInfo{}.isEmulator))},
	},
	index: "\x00\x01\x02\x03\x04",
	size:  unsafe.Sizeof(SystemInfo{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]SystemInfo, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *SystemInfo) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableSystemInfo, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *SystemInfo) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableSystemInfo, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *SystemInfo) Reset() { *m = SystemInfo{} }

// GetDeviceType returns deviceType, or 0 when it is absent.
//
//go:noinline
func (m *SystemInfo) GetDeviceType() DeviceType {
	if m == nil {
		return 0
	}
	return m.deviceType
}

// HasDeviceType reports whether deviceType is present; an explicit zero is.
func (m *SystemInfo) HasDeviceType() bool { return m != nil && m.has&(1<<0) != 0 }

// SetDeviceType makes deviceType present, whatever v is.
//
//go:noinline
func (m *SystemInfo) SetDeviceType(v DeviceType) {
	m.deviceType = v
	m.has |= 1 << 0
}

// ClearDeviceType makes deviceType absent.
func (m *SystemInfo) ClearDeviceType() {
	m.deviceType = 0
	m.has &^= 1 << 0
}

// GetOsVersion returns osVersion, not copied, or nil when it is absent.
//
//go:noinline
func (m *SystemInfo) GetOsVersion() *SemanticVersion {
	if m == nil {
		return nil
	}
	return m.osVersion
}

// HasOsVersion reports whether osVersion is present; an empty message is.
func (m *SystemInfo) HasOsVersion() bool { return m != nil && m.has&(1<<1) != 0 }

// SetOsVersion makes v, which is not copied, the value of osVersion; nil makes it absent.
//
//go:noinline
func (m *SystemInfo) SetOsVersion(v *SemanticVersion) {
	m.osVersion = v
	m.mark(1, v != nil)
}

// ClearOsVersion makes osVersion absent.
func (m *SystemInfo) ClearOsVersion() { m.SetOsVersion(nil) }

// GetAndroidVersion returns androidVersion, not copied, or nil when it is absent.
//
//go:noinline
func (m *SystemInfo) GetAndroidVersion() *AndroidVersion {
	if m == nil {
		return nil
	}
	return m.androidVersion
}

// HasAndroidVersion reports whether androidVersion is present; an empty message is.
func (m *SystemInfo) HasAndroidVersion() bool { return m != nil && m.has&(1<<2) != 0 }

// SetAndroidVersion makes v, which is not copied, the value of androidVersion; nil makes it absent.
//
//go:noinline
func (m *SystemInfo) SetAndroidVersion(v *AndroidVersion) {
	m.androidVersion = v
	m.mark(2, v != nil)
}

// ClearAndroidVersion makes androidVersion absent.
func (m *SystemInfo) ClearAndroidVersion() { m.SetAndroidVersion(nil) }

// GetIsEmulator returns isEmulator, or false when it is absent.
//
//go:noinline
func (m *SystemInfo) GetIsEmulator() bool {
	if m == nil {
		return false
	}
	return m.isEmulator
}

// HasIsEmulator reports whether isEmulator is present; an explicit zero is.
func (m *SystemInfo) HasIsEmulator() bool { return m != nil && m.has&(1<<3) != 0 }

// SetIsEmulator makes isEmulator present, whatever v is.
//
//go:noinline
func (m *SystemInfo) SetIsEmulator(v bool) {
	m.isEmulator = v
	m.has |= 1 << 3
}

// ClearIsEmulator makes isEmulator absent.
func (m *SystemInfo) ClearIsEmulator() {
	m.isEmulator = false
	m.has &^= 1 << 3
}

// SemanticVersion is an operating system's version.
type SemanticVersion struct {
	header
	preRelease string
	build      string
	major      int32
	minor      int32
	patch      int32
}

var tableSemanticVersion = table{
	fields: []field{
		{number: 1, kind: kindInt32, offset: uint16(unsafe.Offsetof(SemanticVersion{}.major))},
		{number: 2, kind: kindInt32, offset: uint16(unsafe.Offsetof(SemanticVersion{}.minor))},
		{number: 3, kind: kindInt32, offset: uint16(unsafe.Offsetof(SemanticVersion{}.patch))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(SemanticVersion{}.preRelease))},
		{number: 5, kind: kindString, offset: uint16(unsafe.Offsetof(SemanticVersion{}.build))},
	},
	index: "\x00\x01\x02\x03\x04\x05",
	size:  unsafe.Sizeof(SemanticVersion{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]SemanticVersion, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *SemanticVersion) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableSemanticVersion, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *SemanticVersion) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableSemanticVersion, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *SemanticVersion) Reset() { *m = SemanticVersion{} }

// GetMajor returns major, or 0 when it is absent.
//
//go:noinline
func (m *SemanticVersion) GetMajor() int32 {
	if m == nil {
		return 0
	}
	return m.major
}

// HasMajor reports whether major is present; an explicit zero is.
func (m *SemanticVersion) HasMajor() bool { return m != nil && m.has&(1<<0) != 0 }

// SetMajor makes major present, whatever v is.
//
//go:noinline
func (m *SemanticVersion) SetMajor(v int32) {
	m.major = v
	m.has |= 1 << 0
}

// ClearMajor makes major absent.
func (m *SemanticVersion) ClearMajor() {
	m.major = 0
	m.has &^= 1 << 0
}

// GetMinor returns minor, or 0 when it is absent.
//
//go:noinline
func (m *SemanticVersion) GetMinor() int32 {
	if m == nil {
		return 0
	}
	return m.minor
}

// HasMinor reports whether minor is present; an explicit zero is.
func (m *SemanticVersion) HasMinor() bool { return m != nil && m.has&(1<<1) != 0 }

// SetMinor makes minor present, whatever v is.
//
//go:noinline
func (m *SemanticVersion) SetMinor(v int32) {
	m.minor = v
	m.has |= 1 << 1
}

// ClearMinor makes minor absent.
func (m *SemanticVersion) ClearMinor() {
	m.minor = 0
	m.has &^= 1 << 1
}

// GetPatch returns patch, or 0 when it is absent.
//
//go:noinline
func (m *SemanticVersion) GetPatch() int32 {
	if m == nil {
		return 0
	}
	return m.patch
}

// HasPatch reports whether patch is present; an explicit zero is.
func (m *SemanticVersion) HasPatch() bool { return m != nil && m.has&(1<<2) != 0 }

// SetPatch makes patch present, whatever v is.
//
//go:noinline
func (m *SemanticVersion) SetPatch(v int32) {
	m.patch = v
	m.has |= 1 << 2
}

// ClearPatch makes patch absent.
func (m *SemanticVersion) ClearPatch() {
	m.patch = 0
	m.has &^= 1 << 2
}

// GetPreRelease returns preRelease, or "" when it is absent.
//
//go:noinline
func (m *SemanticVersion) GetPreRelease() string {
	if m == nil {
		return ""
	}
	return m.preRelease
}

// HasPreRelease reports whether preRelease is present; an explicit zero is.
func (m *SemanticVersion) HasPreRelease() bool { return m != nil && m.has&(1<<3) != 0 }

// SetPreRelease makes preRelease present, whatever v is.
//
//go:noinline
func (m *SemanticVersion) SetPreRelease(v string) {
	m.preRelease = v
	m.has |= 1 << 3
}

// ClearPreRelease makes preRelease absent.
func (m *SemanticVersion) ClearPreRelease() {
	m.preRelease = ""
	m.has &^= 1 << 3
}

// GetBuild returns build, or "" when it is absent.
//
//go:noinline
func (m *SemanticVersion) GetBuild() string {
	if m == nil {
		return ""
	}
	return m.build
}

// HasBuild reports whether build is present; an explicit zero is.
func (m *SemanticVersion) HasBuild() bool { return m != nil && m.has&(1<<4) != 0 }

// SetBuild makes build present, whatever v is.
//
//go:noinline
func (m *SemanticVersion) SetBuild(v string) {
	m.build = v
	m.has |= 1 << 4
}

// ClearBuild makes build absent.
func (m *SemanticVersion) ClearBuild() {
	m.build = ""
	m.has &^= 1 << 4
}

// AndroidVersion is the version of an Android system.
type AndroidVersion struct {
	header
	codename string
	apiLevel string
}

var tableAndroidVersion = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(AndroidVersion{}.codename))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(AndroidVersion{}.apiLevel))},
	},
	index: "\x00\x01\x02",
	size:  unsafe.Sizeof(AndroidVersion{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]AndroidVersion, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *AndroidVersion) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableAndroidVersion, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *AndroidVersion) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableAndroidVersion, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *AndroidVersion) Reset() { *m = AndroidVersion{} }

// GetCodename returns codename, or "" when it is absent.
//
//go:noinline
func (m *AndroidVersion) GetCodename() string {
	if m == nil {
		return ""
	}
	return m.codename
}

// HasCodename reports whether codename is present; an explicit zero is.
func (m *AndroidVersion) HasCodename() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCodename makes codename present, whatever v is.
//
//go:noinline
func (m *AndroidVersion) SetCodename(v string) {
	m.codename = v
	m.has |= 1 << 0
}

// ClearCodename makes codename absent.
func (m *AndroidVersion) ClearCodename() {
	m.codename = ""
	m.has &^= 1 << 0
}

// GetApiLevel returns apiLevel, or "" when it is absent.
//
//go:noinline
func (m *AndroidVersion) GetApiLevel() string {
	if m == nil {
		return ""
	}
	return m.apiLevel
}

// HasApiLevel reports whether apiLevel is present; an explicit zero is.
func (m *AndroidVersion) HasApiLevel() bool { return m != nil && m.has&(1<<1) != 0 }

// SetApiLevel makes apiLevel present, whatever v is.
//
//go:noinline
func (m *AndroidVersion) SetApiLevel(v string) {
	m.apiLevel = v
	m.has |= 1 << 1
}

// ClearApiLevel makes apiLevel absent.
func (m *AndroidVersion) ClearApiLevel() {
	m.apiLevel = ""
	m.has &^= 1 << 1
}

// DataCommand carries push notifications.
type DataCommand struct {
	header
	ids     []string
	msg     []*JsonObjectMessage
	offline bool
}

var tableDataCommand = table{
	fields: []field{
		{number: 1, kind: kindStrings, offset: uint16(unsafe.Offsetof(DataCommand{}.ids))},
		{number: 2, kind: kindMessages, offset: uint16(unsafe.Offsetof(DataCommand{}.msg)), message: &tableJsonObjectMessage},
		{number: 3, kind: kindBool, offset: uint16(unsafe.Offsetof(DataCommand{}.offline))},
	},
	index: "\x00\x01\x02\x03",
	size:  unsafe.Sizeof(DataCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]DataCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *DataCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableDataCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *DataCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableDataCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *DataCommand) Reset() { *m = DataCommand{} }

// GetIds returns the values of ids, not copied.
//
//go:noinline
func (m *DataCommand) GetIds() []string {
	if m == nil {
		return nil
	}
	return m.ids
}

// HasIds reports whether ids has any value.
func (m *DataCommand) HasIds() bool { return m != nil && m.has&(1<<0) != 0 }

// SetIds makes v, which is not copied, the values of ids.
//
//go:noinline
func (m *DataCommand) SetIds(v []string) {
	m.ids = v
	m.mark(0, len(v) != 0)
}

// AddIds appends to the values of ids.
func (m *DataCommand) AddIds(v ...string) { m.SetIds(append(m.ids, v...)) }

// ClearIds removes the values of ids.
func (m *DataCommand) ClearIds() { m.SetIds(nil) }

// GetMsg returns the values of msg, not copied.
//
//go:noinline
func (m *DataCommand) GetMsg() []*JsonObjectMessage {
	if m == nil {
		return nil
	}
	return m.msg
}

// HasMsg reports whether msg has any value.
func (m *DataCommand) HasMsg() bool { return m != nil && m.has&(1<<1) != 0 }

// SetMsg makes v, which is not copied, the values of msg.
//
//go:noinline
func (m *DataCommand) SetMsg(v []*JsonObjectMessage) {
	m.msg = v
	m.mark(1, len(v) != 0)
}

// AddMsg appends to the values of msg.
func (m *DataCommand) AddMsg(v ...*JsonObjectMessage) { m.SetMsg(append(m.msg, v...)) }

// ClearMsg removes the values of msg.
func (m *DataCommand) ClearMsg() { m.SetMsg(nil) }

// GetOffline returns offline, or false when it is absent.
//
//go:noinline
func (m *DataCommand) GetOffline() bool {
	if m == nil {
		return false
	}
	return m.offline
}

// HasOffline reports whether offline is present; an explicit zero is.
func (m *DataCommand) HasOffline() bool { return m != nil && m.has&(1<<2) != 0 }

// SetOffline makes offline present, whatever v is.
//
//go:noinline
func (m *DataCommand) SetOffline(v bool) {
	m.offline = v
	m.has |= 1 << 2
}

// ClearOffline makes offline absent.
func (m *DataCommand) ClearOffline() {
	m.offline = false
	m.has &^= 1 << 2
}

// RoomCommand is the group of the protocol before conversations.
type RoomCommand struct {
	header
	roomId      string
	s           string
	t           int64
	n           string
	roomPeerIds []string
	byPeerId    string
	transient   bool
}

var tableRoomCommand = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(RoomCommand{}.roomId))},
		{number: 2, kind: kindString, offset: uint16(unsafe.Offsetof(RoomCommand{}.s))},
		{number: 3, kind: kindInt64, offset: uint16(unsafe.Offsetof(RoomCommand{}.t))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(RoomCommand{}.n))},
		{number: 5, kind: kindBool, offset: uint16(unsafe.Offsetof(RoomCommand{}.transient))},
		{number: 6, kind: kindStrings, offset: uint16(unsafe.Offsetof(RoomCommand{}.roomPeerIds))},
		{number: 7, kind: kindString, offset: uint16(unsafe.Offsetof(RoomCommand{}.byPeerId))},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a",
	size:  unsafe.Sizeof(RoomCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]RoomCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *RoomCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tableRoomCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *RoomCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tableRoomCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *RoomCommand) Reset() { *m = RoomCommand{} }

// GetRoomId returns roomId, or "" when it is absent.
//
//go:noinline
func (m *RoomCommand) GetRoomId() string {
	if m == nil {
		return ""
	}
	return m.roomId
}

// HasRoomId reports whether roomId is present; an explicit zero is.
func (m *RoomCommand) HasRoomId() bool { return m != nil && m.has&(1<<0) != 0 }

// SetRoomId makes roomId present, whatever v is.
//
//go:noinline
func (m *RoomCommand) SetRoomId(v string) {
	m.roomId = v
	m.has |= 1 << 0
}

// ClearRoomId makes roomId absent.
func (m *RoomCommand) ClearRoomId() {
	m.roomId = ""
	m.has &^= 1 << 0
}

// GetS returns s, or "" when it is absent.
//
//go:noinline
func (m *RoomCommand) GetS() string {
	if m == nil {
		return ""
	}
	return m.s
}

// HasS reports whether s is present; an explicit zero is.
func (m *RoomCommand) HasS() bool { return m != nil && m.has&(1<<1) != 0 }

// SetS makes s present, whatever v is.
//
//go:noinline
func (m *RoomCommand) SetS(v string) {
	m.s = v
	m.has |= 1 << 1
}

// ClearS makes s absent.
func (m *RoomCommand) ClearS() {
	m.s = ""
	m.has &^= 1 << 1
}

// GetT returns t, or 0 when it is absent.
//
//go:noinline
func (m *RoomCommand) GetT() int64 {
	if m == nil {
		return 0
	}
	return m.t
}

// HasT reports whether t is present; an explicit zero is.
func (m *RoomCommand) HasT() bool { return m != nil && m.has&(1<<2) != 0 }

// SetT makes t present, whatever v is.
//
//go:noinline
func (m *RoomCommand) SetT(v int64) {
	m.t = v
	m.has |= 1 << 2
}

// ClearT makes t absent.
func (m *RoomCommand) ClearT() {
	m.t = 0
	m.has &^= 1 << 2
}

// GetN returns n, or "" when it is absent.
//
//go:noinline
func (m *RoomCommand) GetN() string {
	if m == nil {
		return ""
	}
	return m.n
}

// HasN reports whether n is present; an explicit zero is.
func (m *RoomCommand) HasN() bool { return m != nil && m.has&(1<<3) != 0 }

// SetN makes n present, whatever v is.
//
//go:noinline
func (m *RoomCommand) SetN(v string) {
	m.n = v
	m.has |= 1 << 3
}

// ClearN makes n absent.
func (m *RoomCommand) ClearN() {
	m.n = ""
	m.has &^= 1 << 3
}

// GetTransient returns transient, or false when it is absent.
//
//go:noinline
func (m *RoomCommand) GetTransient() bool {
	if m == nil {
		return false
	}
	return m.transient
}

// HasTransient reports whether transient is present; an explicit zero is.
func (m *RoomCommand) HasTransient() bool { return m != nil && m.has&(1<<4) != 0 }

// SetTransient makes transient present, whatever v is.
//
//go:noinline
func (m *RoomCommand) SetTransient(v bool) {
	m.transient = v
	m.has |= 1 << 4
}

// ClearTransient makes transient absent.
func (m *RoomCommand) ClearTransient() {
	m.transient = false
	m.has &^= 1 << 4
}

// GetRoomPeerIds returns the values of roomPeerIds, not copied.
//
//go:noinline
func (m *RoomCommand) GetRoomPeerIds() []string {
	if m == nil {
		return nil
	}
	return m.roomPeerIds
}

// HasRoomPeerIds reports whether roomPeerIds has any value.
func (m *RoomCommand) HasRoomPeerIds() bool { return m != nil && m.has&(1<<5) != 0 }

// SetRoomPeerIds makes v, which is not copied, the values of roomPeerIds.
//
//go:noinline
func (m *RoomCommand) SetRoomPeerIds(v []string) {
	m.roomPeerIds = v
	m.mark(5, len(v) != 0)
}

// AddRoomPeerIds appends to the values of roomPeerIds.
func (m *RoomCommand) AddRoomPeerIds(v ...string) { m.SetRoomPeerIds(append(m.roomPeerIds, v...)) }

// ClearRoomPeerIds removes the values of roomPeerIds.
func (m *RoomCommand) ClearRoomPeerIds() { m.SetRoomPeerIds(nil) }

// GetByPeerId returns byPeerId, or "" when it is absent.
//
//go:noinline
func (m *RoomCommand) GetByPeerId() string {
	if m == nil {
		return ""
	}
	return m.byPeerId
}

// HasByPeerId reports whether byPeerId is present; an explicit zero is.
func (m *RoomCommand) HasByPeerId() bool { return m != nil && m.has&(1<<6) != 0 }

// SetByPeerId makes byPeerId present, whatever v is.
//
//go:noinline
func (m *RoomCommand) SetByPeerId(v string) {
	m.byPeerId = v
	m.has |= 1 << 6
}

// ClearByPeerId makes byPeerId absent.
func (m *RoomCommand) ClearByPeerId() {
	m.byPeerId = ""
	m.has &^= 1 << 6
}

// PubsubCommand is the publishing of topics.
type PubsubCommand struct {
	header
	cid       string
	cids      []string
	topic     string
	subtopic  string
	topics    []string
	subtopics []string
	results   *JsonObjectMessage
}

var tablePubsubCommand = table{
	fields: []field{
		{number: 1, kind: kindString, offset: uint16(unsafe.Offsetof(PubsubCommand{}.cid))},
		{number: 2, kind: kindStrings, offset: uint16(unsafe.Offsetof(PubsubCommand{}.cids))},
		{number: 3, kind: kindString, offset: uint16(unsafe.Offsetof(PubsubCommand{}.topic))},
		{number: 4, kind: kindString, offset: uint16(unsafe.Offsetof(PubsubCommand{}.subtopic))},
		{number: 5, kind: kindStrings, offset: uint16(unsafe.Offsetof(PubsubCommand{}.topics))},
		{number: 6, kind: kindStrings, offset: uint16(unsafe.Offsetof(PubsubCommand{}.subtopics))},
		{number: 7, kind: kindMessage, offset: uint16(unsafe.Offsetof(PubsubCommand{}.results)), message: &tableJsonObjectMessage},
	},
	index: "\x00\x01\x02\x03\x04\x05\x06\a",
	size:  unsafe.Sizeof(PubsubCommand{}),
	make:  func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]PubsubCommand, n))) },
}

// Append appends the encoding of m to b. The only error is [ErrRequired].
func (m *PubsubCommand) Append(b []byte) ([]byte, error) {
	return appendMessage(b, &tablePubsubCommand, unsafe.Pointer(m))
}

// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.
func (m *PubsubCommand) Unmarshal(b []byte) error {
	m.Reset()
	err := unmarshal(b, &tablePubsubCommand, unsafe.Pointer(m))
	if err != nil {
		m.Reset()
	}
	return err
}

// Reset makes m empty.
func (m *PubsubCommand) Reset() { *m = PubsubCommand{} }

// GetCid returns cid, or "" when it is absent.
//
//go:noinline
func (m *PubsubCommand) GetCid() string {
	if m == nil {
		return ""
	}
	return m.cid
}

// HasCid reports whether cid is present; an explicit zero is.
func (m *PubsubCommand) HasCid() bool { return m != nil && m.has&(1<<0) != 0 }

// SetCid makes cid present, whatever v is.
//
//go:noinline
func (m *PubsubCommand) SetCid(v string) {
	m.cid = v
	m.has |= 1 << 0
}

// ClearCid makes cid absent.
func (m *PubsubCommand) ClearCid() {
	m.cid = ""
	m.has &^= 1 << 0
}

// GetCids returns the values of cids, not copied.
//
//go:noinline
func (m *PubsubCommand) GetCids() []string {
	if m == nil {
		return nil
	}
	return m.cids
}

// HasCids reports whether cids has any value.
func (m *PubsubCommand) HasCids() bool { return m != nil && m.has&(1<<1) != 0 }

// SetCids makes v, which is not copied, the values of cids.
//
//go:noinline
func (m *PubsubCommand) SetCids(v []string) {
	m.cids = v
	m.mark(1, len(v) != 0)
}

// AddCids appends to the values of cids.
func (m *PubsubCommand) AddCids(v ...string) { m.SetCids(append(m.cids, v...)) }

// ClearCids removes the values of cids.
func (m *PubsubCommand) ClearCids() { m.SetCids(nil) }

// GetTopic returns topic, or "" when it is absent.
//
//go:noinline
func (m *PubsubCommand) GetTopic() string {
	if m == nil {
		return ""
	}
	return m.topic
}

// HasTopic reports whether topic is present; an explicit zero is.
func (m *PubsubCommand) HasTopic() bool { return m != nil && m.has&(1<<2) != 0 }

// SetTopic makes topic present, whatever v is.
//
//go:noinline
func (m *PubsubCommand) SetTopic(v string) {
	m.topic = v
	m.has |= 1 << 2
}

// ClearTopic makes topic absent.
func (m *PubsubCommand) ClearTopic() {
	m.topic = ""
	m.has &^= 1 << 2
}

// GetSubtopic returns subtopic, or "" when it is absent.
//
//go:noinline
func (m *PubsubCommand) GetSubtopic() string {
	if m == nil {
		return ""
	}
	return m.subtopic
}

// HasSubtopic reports whether subtopic is present; an explicit zero is.
func (m *PubsubCommand) HasSubtopic() bool { return m != nil && m.has&(1<<3) != 0 }

// SetSubtopic makes subtopic present, whatever v is.
//
//go:noinline
func (m *PubsubCommand) SetSubtopic(v string) {
	m.subtopic = v
	m.has |= 1 << 3
}

// ClearSubtopic makes subtopic absent.
func (m *PubsubCommand) ClearSubtopic() {
	m.subtopic = ""
	m.has &^= 1 << 3
}

// GetTopics returns the values of topics, not copied.
//
//go:noinline
func (m *PubsubCommand) GetTopics() []string {
	if m == nil {
		return nil
	}
	return m.topics
}

// HasTopics reports whether topics has any value.
func (m *PubsubCommand) HasTopics() bool { return m != nil && m.has&(1<<4) != 0 }

// SetTopics makes v, which is not copied, the values of topics.
//
//go:noinline
func (m *PubsubCommand) SetTopics(v []string) {
	m.topics = v
	m.mark(4, len(v) != 0)
}

// AddTopics appends to the values of topics.
func (m *PubsubCommand) AddTopics(v ...string) { m.SetTopics(append(m.topics, v...)) }

// ClearTopics removes the values of topics.
func (m *PubsubCommand) ClearTopics() { m.SetTopics(nil) }

// GetSubtopics returns the values of subtopics, not copied.
//
//go:noinline
func (m *PubsubCommand) GetSubtopics() []string {
	if m == nil {
		return nil
	}
	return m.subtopics
}

// HasSubtopics reports whether subtopics has any value.
func (m *PubsubCommand) HasSubtopics() bool { return m != nil && m.has&(1<<5) != 0 }

// SetSubtopics makes v, which is not copied, the values of subtopics.
//
//go:noinline
func (m *PubsubCommand) SetSubtopics(v []string) {
	m.subtopics = v
	m.mark(5, len(v) != 0)
}

// AddSubtopics appends to the values of subtopics.
func (m *PubsubCommand) AddSubtopics(v ...string) { m.SetSubtopics(append(m.subtopics, v...)) }

// ClearSubtopics removes the values of subtopics.
func (m *PubsubCommand) ClearSubtopics() { m.SetSubtopics(nil) }

// GetResults returns results, not copied, or nil when it is absent.
//
//go:noinline
func (m *PubsubCommand) GetResults() *JsonObjectMessage {
	if m == nil {
		return nil
	}
	return m.results
}

// HasResults reports whether results is present; an empty message is.
func (m *PubsubCommand) HasResults() bool { return m != nil && m.has&(1<<6) != 0 }

// SetResults makes v, which is not copied, the value of results; nil makes it absent.
//
//go:noinline
func (m *PubsubCommand) SetResults(v *JsonObjectMessage) {
	m.results = v
	m.mark(6, v != nil)
}

// ClearResults makes results absent.
func (m *PubsubCommand) ClearResults() { m.SetResults(nil) }
