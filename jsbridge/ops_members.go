//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"imclient/core"
)

type membersParams struct {
	Conversation uint32   `js:"conversation"`
	Members      []string `js:"members"`
}

// membersOperation is an operation on some members, which may succeed in part.
func membersOperation(b *bridge, call uint32, op Op, params js.Value) error {
	var p membersParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.conversation(p.Conversation)
	if err != nil {
		return err
	}
	done := b.answerMembers(call)
	switch op {
	case ConversationAdd:
		c.Add(p.Members, done)
	case ConversationRemove:
		c.Remove(p.Members, done)
	case ConversationBlockMembers:
		c.Block(p.Members, done)
	case ConversationUnblockMembers:
		c.Unblock(p.Members, done)
	case ConversationMuteMembers:
		c.Silence(p.Members, done)
	case ConversationUnmuteMembers:
		c.Unsilence(p.Members, done)
	}
	return nil
}

// answerMembers returns what answers a member operation: who it reached, and
// for the rest why not.
//
//go:noinline
func (b *bridge) answerMembers(call uint32) func(core.MemberResult, error) {
	return func(r core.MemberResult, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Strings("successfulClientIds", r.Succeeded)
		w.Array("failures")
		for _, f := range r.Failures {
			w.Object("")
			w.Strings("clientIds", f.ClientIDs)
			failure(w, "error", f.Err)
			w.EndObject()
		}
		w.EndArray()
		w.EndObject()
		b.face.result(call, w.Bytes())
	}
}

type pageParams struct {
	Conversation uint32 `js:"conversation"`
	Limit        *int32 `js:"limit"`
	Next         string `js:"next"`
}

// pageOperation reads a page of a list of clients.
func pageOperation(b *bridge, call uint32, op Op, params js.Value) error {
	var p pageParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.conversation(p.Conversation)
	if err != nil {
		return err
	}
	query := (*core.Conversation).QueryBlocked
	if op == ConversationQueryMutedMembers {
		query = (*core.Conversation).QuerySilenced
	}
	query(c, core.PageQuery{Limit: p.Limit, Next: p.Next}, func(page core.Page, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Strings("members", page.ClientIDs)
		w.OptionalString("next", page.Next)
		w.EndObject()
		b.face.result(call, w.Bytes())
	})
	return nil
}

type roleParams struct {
	Conversation uint32 `js:"conversation"`
	Member       string `js:"member"`
	Role         string `js:"role"`
}

func conversationUpdateMemberRole(b *bridge, call uint32, params js.Value) error {
	var p roleParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.conversation(p.Conversation)
	if err != nil {
		return err
	}
	c.SetRole(p.Member, core.Role(p.Role), b.answer(call))
	return nil
}

// answerMemberInfos returns what answers a call with the roles of members.
func (b *bridge) answerMemberInfos(call uint32) func([]core.MemberInfo, error) {
	return func(infos []core.MemberInfo, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Array("infos")
		for _, info := range infos {
			w.Object("")
			w.String("clientId", info.ClientID)
			w.String("role", string(info.Role))
			w.EndObject()
		}
		w.EndArray()
		w.EndObject()
		b.face.result(call, w.Bytes())
	}
}

// answerReceipts returns what answers a call with the marks of members.
func (b *bridge) answerReceipts(call uint32) func([]core.MemberReceipt, error) {
	return func(receipts []core.MemberReceipt, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Array("receipts")
		for _, r := range receipts {
			w.Object("")
			w.String("clientId", r.ClientID)
			w.OptionalInt("deliveredAt", r.DeliveredAt)
			w.OptionalInt("readAt", r.ReadAt)
			w.EndObject()
		}
		w.EndArray()
		w.EndObject()
		b.face.result(call, w.Bytes())
	}
}
