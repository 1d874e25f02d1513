// Code generated from rtm.proto by internal/gen; DO NOT EDIT.

package jsonframe

var enumCommandType = enum{
	{0, "session"},
	{1, "conv"},
	{2, "direct"},
	{3, "ack"},
	{4, "rcp"},
	{5, "unread"},
	{6, "logs"},
	{7, "error"},
	{8, "login"},
	{9, "data"},
	{10, "room"},
	{11, "read"},
	{12, "presence"},
	{13, "report"},
	{14, "echo"},
	{15, "loggedin"},
	{16, "logout"},
	{17, "loggedout"},
	{18, "patch"},
	{19, "pubsub"},
	{20, "blacklist"},
	{21, "goaway"},
}

var enumOpType = enum{
	{1, "open"},
	{2, "add"},
	{3, "remove"},
	{4, "close"},
	{5, "opened"},
	{6, "closed"},
	{7, "query"},
	{8, "query_result"},
	{9, "conflict"},
	{10, "added"},
	{11, "removed"},
	{12, "refresh"},
	{13, "refreshed"},
	{30, "start"},
	{31, "started"},
	{32, "joined"},
	{33, "members_joined"},
	{39, "left"},
	{40, "members_left"},
	{42, "results"},
	{43, "count"},
	{44, "result"},
	{45, "update"},
	{46, "updated"},
	{47, "mute"},
	{48, "unmute"},
	{49, "status"},
	{50, "members"},
	{51, "max_read"},
	{52, "is_member"},
	{53, "member_info_update"},
	{54, "member_info_updated"},
	{55, "member_info_changed"},
	{56, "expire"},
	{80, "join"},
	{81, "invite"},
	{82, "leave"},
	{83, "kick"},
	{84, "reject"},
	{85, "invited"},
	{86, "kicked"},
	{100, "upload"},
	{101, "uploaded"},
	{120, "subscribe"},
	{121, "subscribed"},
	{122, "unsubscribe"},
	{123, "unsubscribed"},
	{124, "is_subscribed"},
	{150, "modify"},
	{151, "modified"},
	{170, "block"},
	{171, "unblock"},
	{172, "blocked"},
	{173, "unblocked"},
	{174, "members_blocked"},
	{175, "members_unblocked"},
	{176, "check_block"},
	{177, "check_result"},
	{180, "add_shutup"},
	{181, "remove_shutup"},
	{182, "query_shutup"},
	{183, "shutup_added"},
	{184, "shutup_removed"},
	{185, "shutup_result"},
	{186, "shutuped"},
	{187, "unshutuped"},
	{188, "members_shutuped"},
	{189, "members_unshutuped"},
	{190, "check_shutup"},
}

var enumStatusType = enum{
	{1, "on"},
	{2, "off"},
}

var enumDeviceType = enum{
	{0, "unknown"},
	{1, "android"},
	{2, "ios"},
}

var enumQueryDirection = enum{
	{1, "OLD"},
	{2, "NEW"},
}

var messageGenericCommand = message{
	{number: 1, name: "cmd", kind: kindEnum, enum: enumCommandType},
	{number: 2, name: "op", kind: kindEnum, enum: enumOpType},
	{number: 3, name: "appId", kind: kindString},
	{number: 4, name: "peerId", kind: kindString},
	{number: 5, name: "i", kind: kindInt32},
	{number: 6, name: "installationId", kind: kindString},
	{number: 7, name: "priority", kind: kindInt32},
	{number: 8, name: "service", kind: kindInt32},
	{number: 9, name: "serverTs", kind: kindInt64},
	{number: 10, name: "clientTs", kind: kindInt64},
	{number: 11, name: "notificationType", kind: kindInt32},
	{number: 100, name: "loginMessage", kind: kindMessage, message: messageLoginCommand},
	{number: 101, name: "dataMessage", kind: kindMessage, message: messageDataCommand},
	{number: 102, name: "sessionMessage", kind: kindMessage, message: messageSessionCommand},
	{number: 103, name: "errorMessage", kind: kindMessage, message: messageErrorCommand},
	{number: 104, name: "directMessage", kind: kindMessage, message: messageDirectCommand},
	{number: 105, name: "ackMessage", kind: kindMessage, message: messageAckCommand},
	{number: 106, name: "unreadMessage", kind: kindMessage, message: messageUnreadCommand},
	{number: 107, name: "readMessage", kind: kindMessage, message: messageReadCommand},
	{number: 108, name: "rcpMessage", kind: kindMessage, message: messageRcpCommand},
	{number: 109, name: "logsMessage", kind: kindMessage, message: messageLogsCommand},
	{number: 110, name: "convMessage", kind: kindMessage, message: messageConvCommand},
	{number: 111, name: "roomMessage", kind: kindMessage, message: messageRoomCommand},
	{number: 112, name: "presenceMessage", kind: kindMessage, message: messagePresenceCommand},
	{number: 113, name: "reportMessage", kind: kindMessage, message: messageReportCommand},
	{number: 114, name: "patchMessage", kind: kindMessage, message: messagePatchCommand},
	{number: 115, name: "pubsubMessage", kind: kindMessage, message: messagePubsubCommand},
	{number: 116, name: "blacklistMessage", kind: kindMessage, message: messageBlacklistCommand},
	{number: 117, name: "loggedinMessage", kind: kindMessage, message: messageLoggedinCommand},
}

var messageErrorCommand = message{
	{number: 1, name: "code", kind: kindInt32},
	{number: 2, name: "reason", kind: kindString},
	{number: 3, name: "appCode", kind: kindInt32},
	{number: 4, name: "detail", kind: kindString},
	{number: 5, name: "pids", kind: kindStrings},
	{number: 6, name: "appMsg", kind: kindString},
}

var messageJsonObjectMessage = message{
	{number: 1, name: "data", kind: kindString},
}

var messageSessionCommand = message{
	{number: 1, name: "t", kind: kindInt64},
	{number: 2, name: "n", kind: kindString},
	{number: 3, name: "s", kind: kindString},
	{number: 4, name: "ua", kind: kindString},
	{number: 5, name: "r", kind: kindBool},
	{number: 6, name: "tag", kind: kindString},
	{number: 7, name: "deviceId", kind: kindString},
	{number: 8, name: "sessionPeerIds", kind: kindStrings},
	{number: 9, name: "onlineSessionPeerIds", kind: kindStrings},
	{number: 10, name: "st", kind: kindString},
	{number: 11, name: "stTtl", kind: kindInt32},
	{number: 12, name: "code", kind: kindInt32},
	{number: 13, name: "reason", kind: kindString},
	{number: 14, name: "deviceToken", kind: kindString},
	{number: 15, name: "sp", kind: kindBool},
	{number: 16, name: "detail", kind: kindString},
	{number: 17, name: "lastUnreadNotifTime", kind: kindInt64},
	{number: 18, name: "lastPatchTime", kind: kindInt64},
	{number: 19, name: "configBitmap", kind: kindInt64},
	{number: 20, name: "systemInfo", kind: kindMessage, message: messageSystemInfo},
}

var messagePresenceCommand = message{
	{number: 1, name: "status", kind: kindEnum, enum: enumStatusType},
	{number: 2, name: "sessionPeerIds", kind: kindStrings},
	{number: 3, name: "cid", kind: kindString},
}

var messageReportCommand = message{
	{number: 1, name: "initiative", kind: kindBool},
	{number: 2, name: "type", kind: kindString},
	{number: 3, name: "data", kind: kindString},
}

var messageConvCommand = message{
	{number: 1, name: "m", kind: kindStrings},
	{number: 2, name: "transient", kind: kindBool},
	{number: 3, name: "unique", kind: kindBool},
	{number: 4, name: "cid", kind: kindString},
	{number: 5, name: "cdate", kind: kindString},
	{number: 6, name: "initBy", kind: kindString},
	{number: 7, name: "sort", kind: kindString},
	{number: 8, name: "limit", kind: kindInt32},
	{number: 9, name: "skip", kind: kindInt32},
	{number: 10, name: "flag", kind: kindInt32},
	{number: 11, name: "count", kind: kindInt32},
	{number: 12, name: "udate", kind: kindString},
	{number: 13, name: "t", kind: kindInt64},
	{number: 14, name: "n", kind: kindString},
	{number: 15, name: "s", kind: kindString},
	{number: 16, name: "statusSub", kind: kindBool},
	{number: 17, name: "statusPub", kind: kindBool},
	{number: 18, name: "statusTTL", kind: kindInt32},
	{number: 19, name: "uniqueId", kind: kindString},
	{number: 20, name: "targetClientId", kind: kindString},
	{number: 21, name: "maxReadTimestamp", kind: kindInt64},
	{number: 22, name: "maxAckTimestamp", kind: kindInt64},
	{number: 23, name: "queryAllMembers", kind: kindBool},
	{number: 24, name: "maxReadTuples", kind: kindMessages, message: messageMaxReadTuple},
	{number: 25, name: "cids", kind: kindStrings},
	{number: 26, name: "info", kind: kindMessage, message: messageConvMemberInfo},
	{number: 27, name: "tempConv", kind: kindBool},
	{number: 28, name: "tempConvTTL", kind: kindInt32},
	{number: 29, name: "tempConvIds", kind: kindStrings},
	{number: 30, name: "allowedPids", kind: kindStrings},
	{number: 31, name: "failedPids", kind: kindMessages, message: messageErrorCommand},
	{number: 32, name: "existing", kind: kindBool},
	{number: 40, name: "next", kind: kindString},
	{number: 100, name: "results", kind: kindJSON, message: messageJsonObjectMessage},
	{number: 101, name: "where", kind: kindJSON, message: messageJsonObjectMessage},
	{number: 103, name: "attr", kind: kindJSON, message: messageJsonObjectMessage},
	{number: 104, name: "attrModified", kind: kindJSON, message: messageJsonObjectMessage},
}

var messageConvMemberInfo = message{
	{number: 1, name: "pid", kind: kindString},
	{number: 2, name: "role", kind: kindString},
	{number: 3, name: "infoId", kind: kindString},
}

var messageBlacklistCommand = message{
	{number: 1, name: "srcCid", kind: kindString},
	{number: 2, name: "toPids", kind: kindStrings},
	{number: 3, name: "srcPid", kind: kindString},
	{number: 4, name: "toCids", kind: kindStrings},
	{number: 5, name: "limit", kind: kindInt32},
	{number: 6, name: "next", kind: kindString},
	{number: 8, name: "blockedPids", kind: kindStrings},
	{number: 9, name: "blockedCids", kind: kindStrings},
	{number: 10, name: "allowedPids", kind: kindStrings},
	{number: 11, name: "failedPids", kind: kindMessages, message: messageErrorCommand},
	{number: 12, name: "t", kind: kindInt64},
	{number: 13, name: "n", kind: kindString},
	{number: 14, name: "s", kind: kindString},
}

var messageDirectCommand = message{
	{number: 1, name: "msg", kind: kindString},
	{number: 2, name: "uid", kind: kindString},
	{number: 3, name: "fromPeerId", kind: kindString},
	{number: 4, name: "timestamp", kind: kindInt64},
	{number: 5, name: "offline", kind: kindBool},
	{number: 6, name: "hasMore", kind: kindBool},
	{number: 7, name: "toPeerIds", kind: kindStrings},
	{number: 10, name: "r", kind: kindBool},
	{number: 11, name: "cid", kind: kindString},
	{number: 12, name: "id", kind: kindString},
	{number: 13, name: "transient", kind: kindBool},
	{number: 14, name: "dt", kind: kindString},
	{number: 15, name: "roomId", kind: kindString},
	{number: 16, name: "pushData", kind: kindString},
	{number: 17, name: "will", kind: kindBool},
	{number: 18, name: "patchTimestamp", kind: kindInt64},
	{number: 19, name: "binaryMsg", kind: kindBytes},
	{number: 20, name: "mentionPids", kind: kindStrings},
	{number: 21, name: "mentionAll", kind: kindBool},
	{number: 22, name: "convType", kind: kindInt32},
}

var messageAckCommand = message{
	{number: 1, name: "code", kind: kindInt32},
	{number: 2, name: "reason", kind: kindString},
	{number: 3, name: "mid", kind: kindString},
	{number: 4, name: "cid", kind: kindString},
	{number: 5, name: "t", kind: kindInt64},
	{number: 6, name: "uid", kind: kindString},
	{number: 7, name: "fromts", kind: kindInt64},
	{number: 8, name: "tots", kind: kindInt64},
	{number: 9, name: "type", kind: kindString},
	{number: 10, name: "ids", kind: kindStrings},
	{number: 11, name: "appCode", kind: kindInt32},
	{number: 12, name: "appMsg", kind: kindString},
}

var messageLogsCommand = message{
	{number: 1, name: "cid", kind: kindString},
	{number: 2, name: "l", kind: kindInt32},
	{number: 3, name: "limit", kind: kindInt32},
	{number: 4, name: "t", kind: kindInt64},
	{number: 5, name: "tt", kind: kindInt64},
	{number: 6, name: "tmid", kind: kindString},
	{number: 7, name: "mid", kind: kindString},
	{number: 8, name: "checksum", kind: kindString},
	{number: 9, name: "stored", kind: kindBool},
	{number: 10, name: "direction", kind: kindEnum, enum: enumQueryDirection},
	{number: 11, name: "tIncluded", kind: kindBool},
	{number: 12, name: "ttIncluded", kind: kindBool},
	{number: 13, name: "lctype", kind: kindInt32},
	{number: 105, name: "logs", kind: kindMessages, message: messageLogItem},
}

var messageLogItem = message{
	{number: 1, name: "from", kind: kindString},
	{number: 2, name: "data", kind: kindString},
	{number: 3, name: "timestamp", kind: kindInt64},
	{number: 4, name: "msgId", kind: kindString},
	{number: 5, name: "ackAt", kind: kindInt64},
	{number: 6, name: "readAt", kind: kindInt64},
	{number: 7, name: "patchTimestamp", kind: kindInt64},
	{number: 8, name: "mentionAll", kind: kindBool},
	{number: 9, name: "mentionPids", kind: kindStrings},
	{number: 10, name: "bin", kind: kindBool},
	{number: 11, name: "convType", kind: kindInt32},
}

var messageUnreadCommand = message{
	{number: 1, name: "convs", kind: kindMessages, message: messageUnreadTuple},
	{number: 2, name: "notifTime", kind: kindInt64},
}

var messageUnreadTuple = message{
	{number: 1, name: "cid", kind: kindString},
	{number: 2, name: "unread", kind: kindInt32},
	{number: 3, name: "mid", kind: kindString},
	{number: 4, name: "timestamp", kind: kindInt64},
	{number: 5, name: "from", kind: kindString},
	{number: 6, name: "data", kind: kindString},
	{number: 7, name: "patchTimestamp", kind: kindInt64},
	{number: 8, name: "mentioned", kind: kindBool},
	{number: 9, name: "binaryMsg", kind: kindBytes},
	{number: 10, name: "convType", kind: kindInt32},
}

var messageReadCommand = message{
	{number: 1, name: "cid", kind: kindString},
	{number: 2, name: "cids", kind: kindStrings},
	{number: 3, name: "convs", kind: kindMessages, message: messageReadTuple},
}

var messageReadTuple = message{
	{number: 1, name: "cid", kind: kindString},
	{number: 2, name: "timestamp", kind: kindInt64},
	{number: 3, name: "mid", kind: kindString},
}

var messageRcpCommand = message{
	{number: 1, name: "id", kind: kindString},
	{number: 2, name: "cid", kind: kindString},
	{number: 3, name: "t", kind: kindInt64},
	{number: 4, name: "read", kind: kindBool},
	{number: 5, name: "from", kind: kindString},
}

var messageMaxReadTuple = message{
	{number: 1, name: "pid", kind: kindString},
	{number: 2, name: "maxAckTimestamp", kind: kindInt64},
	{number: 3, name: "maxReadTimestamp", kind: kindInt64},
}

var messagePatchCommand = message{
	{number: 1, name: "patches", kind: kindMessages, message: messagePatchItem},
	{number: 2, name: "lastPatchTime", kind: kindInt64},
}

var messagePatchItem = message{
	{number: 1, name: "cid", kind: kindString},
	{number: 2, name: "mid", kind: kindString},
	{number: 3, name: "timestamp", kind: kindInt64},
	{number: 4, name: "recall", kind: kindBool},
	{number: 5, name: "data", kind: kindString},
	{number: 6, name: "patchTimestamp", kind: kindInt64},
	{number: 7, name: "from", kind: kindString},
	{number: 8, name: "binaryMsg", kind: kindBytes},
	{number: 9, name: "mentionAll", kind: kindBool},
	{number: 10, name: "mentionPids", kind: kindStrings},
	{number: 11, name: "patchCode", kind: kindInt64},
	{number: 12, name: "patchReason", kind: kindString},
}

var messageLoginCommand = message{
	{number: 1, name: "systemInfo", kind: kindMessage, message: messageSystemInfo},
}

var messageLoggedinCommand = message{
	{number: 1, name: "pushDisabled", kind: kindBool},
}

var messageSystemInfo = message{
	{number: 1, name: "deviceType", kind: kindEnum, enum: enumDeviceType},
	{number: 2, name: "osVersion", kind: kindMessage, message: messageSemanticVersion},
	{number: 3, name: "androidVersion", kind: kindMessage, message: messageAndroidVersion},
	{number: 4, name: "isEmulator", kind: kindBool},
}

var messageSemanticVersion = message{
	{number: 1, name: "major", kind: kindInt32},
	{number: 2, name: "minor", kind: kindInt32},
	{number: 3, name: "patch", kind: kindInt32},
	{number: 4, name: "preRelease", kind: kindString},
	{number: 5, name: "build", kind: kindString},
}

var messageAndroidVersion = message{
	{number: 1, name: "codename", kind: kindString},
	{number: 2, name: "apiLevel", kind: kindString},
}

var messageDataCommand = message{
	{number: 1, name: "ids", kind: kindStrings},
	{number: 2, name: "msg", kind: kindJSONs, message: messageJsonObjectMessage},
	{number: 3, name: "offline", kind: kindBool},
}

var messageRoomCommand = message{
	{number: 1, name: "roomId", kind: kindString},
	{number: 2, name: "s", kind: kindString},
	{number: 3, name: "t", kind: kindInt64},
	{number: 4, name: "n", kind: kindString},
	{number: 5, name: "transient", kind: kindBool},
	{number: 6, name: "roomPeerIds", kind: kindStrings},
	{number: 7, name: "byPeerId", kind: kindString},
}

var messagePubsubCommand = message{
	{number: 1, name: "cid", kind: kindString},
	{number: 2, name: "cids", kind: kindStrings},
	{number: 3, name: "topic", kind: kindString},
	{number: 4, name: "subtopic", kind: kindString},
	{number: 5, name: "topics", kind: kindStrings},
	{number: 6, name: "subtopics", kind: kindStrings},
	{number: 7, name: "results", kind: kindJSON, message: messageJsonObjectMessage},
}
