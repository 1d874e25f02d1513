package archive

import (
	"path"
	"regexp"
	"strings"
)

// Class is what the rows of a file are. Those with an underscore are classes of the
// storage service, the others are made from its REST API.
type Class string

// The classes that are known.
const (
	Conversations Class = "_Conversation"
	MemberInfos   Class = "_ConversationMemberInfo"
	Users         Class = "_User"
	Files         Class = "_File"
	SysMessages   Class = "_SysMessage"
	Messages      Class = "messages"
	Subscriptions Class = "subscriptions"
	Blacklists    Class = "blacklists"
	Silences      Class = "silences"
	// Installations are devices for pushes, which the server does not send.
	Installations Class = "_Installation"
)

// Known are the classes that can be imported, in the order in which they are.
var Known = []Class{Users, Files, Conversations, MemberInfos, Subscriptions, Blacklists, Silences, SysMessages, Messages}

var numbered = regexp.MustCompile(`[-_.]?[0-9]+$`)

// classOf goes by the file's name, up to its first dot and without a number at its
// end: messages-000001.jsonl.gz has messages.
func classOf(name string) Class {
	base, _, _ := strings.Cut(path.Base(name), ".")
	return Class(numbered.ReplaceAllString(base, ""))
}
