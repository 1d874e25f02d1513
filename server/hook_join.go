package server

import (
	"cmp"
	"context"
	"errors"
)

// JoinHooks makes one of several. Hooks that are asked are asked one after the
// other, each about what those before it made of the matter, until one refuses.
// Those that are told are all told; when one fails, all of them are told again.
func JoinHooks(list ...Hooks) Hooks {
	var all Hooks
	for _, h := range list {
		all = joinTwo(all, h)
	}
	return all
}

func joinTwo(a, b Hooks) Hooks {
	return Hooks{
		MessageReceived: joinAsked(a.MessageReceived, b.MessageReceived,
			func(m Message, v Verdict) (Message, bool) { return v.appliedTo(m), !v.Reject }, Verdict.or),
		MessageUpdate: joinAsked(a.MessageUpdate, b.MessageUpdate, func(m MessageUpdate, v Verdict) (MessageUpdate, bool) {
			if m.Recall {
				v.Data = nil
			}
			m.Message = v.appliedTo(m.Message)
			return m, !v.Reject
		}, Verdict.or),
		MessageSent: joinTold(a.MessageSent, b.MessageSent),
		ReceiversOffline: joinAsked(a.ReceiversOffline, b.ReceiversOffline, func(m OfflineMessage, d PushDecision) (OfflineMessage, bool) {
			if d.To != nil {
				m.Offline = d.To
			}
			m.PushData = cmp.Or(d.Message, m.PushData)
			return m, !d.Skip
		}, PushDecision.or),
		Push:               joinTold(a.Push, b.Push),
		ConversationStart:  joinAsked(a.ConversationStart, b.ConversationStart, unchanged[ConversationStart], Decision.or),
		ConversationAdd:    joinAsked(a.ConversationAdd, b.ConversationAdd, unchanged[MembersChange], Decision.or),
		ConversationRemove: joinAsked(a.ConversationRemove, b.ConversationRemove, unchanged[MembersChange], Decision.or),
		ConversationUpdate: joinAsked(a.ConversationUpdate, b.ConversationUpdate, func(u ConversationUpdate, d UpdateDecision) (ConversationUpdate, bool) {
			if u.Mute == nil {
				u.Attributes = cmp.Or(d.Attributes, u.Attributes)
			} else {
				u.Mute = cmp.Or(d.Mute, u.Mute)
			}
			return u, !d.Reject
		}, UpdateDecision.or),
		ConversationStarted: joinTold(a.ConversationStarted, b.ConversationStarted),
		ConversationAdded:   joinTold(a.ConversationAdded, b.ConversationAdded),
		ConversationRemoved: joinTold(a.ConversationRemoved, b.ConversationRemoved),
		ClientOnline:        joinTold(a.ClientOnline, b.ClientOnline),
		ClientOffline:       joinTold(a.ClientOffline, b.ClientOffline),
		ClientSign:          joinAsked(a.ClientSign, b.ClientSign, unchanged[ClientSign], Decision.or),
		ServiceMessages:     joinTold(a.ServiceMessages, b.ServiceMessages),
	}
}

// joinAsked asks first, and second about what goesOn makes of that. or puts the
// second answer before the first.
func joinAsked[P, R any](first, second func(context.Context, P) (R, error), goesOn func(P, R) (P, bool), or func(second, first R) R) func(context.Context, P) (R, error) {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return func(ctx context.Context, about P) (R, error) {
		answer, err := first(ctx, about)
		if err != nil {
			return answer, err
		}
		about, on := goesOn(about, answer)
		if !on {
			return answer, nil
		}
		next, err := second(ctx, about)
		if err != nil {
			return next, err
		}
		return or(next, answer), nil
	}
}

func joinTold[P any](first, second func(context.Context, P) error) func(context.Context, P) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return func(ctx context.Context, about P) error {
		return errors.Join(first(ctx, about), second(ctx, about))
	}
}

func unchanged[P any](about P, d Decision) (P, bool) { return about, !d.Reject }

func (d Decision) or(Decision) Decision { return d }

func (v Verdict) or(first Verdict) Verdict {
	if v.Reject {
		return v
	}
	if v.Data == nil {
		v.Data, v.Binary, v.Code, v.Reason = first.Data, first.Binary, first.Code, first.Reason
	}
	if v.To == nil {
		v.To = first.To
	}
	return v
}

func (v Verdict) appliedTo(m Message) Message {
	if v.Data != nil {
		m.Data, m.Binary = v.Data, v.Binary
	}
	if v.To != nil {
		m.To, _ = v.receivers("", m.To)
	}
	return m
}

func (d PushDecision) or(first PushDecision) PushDecision {
	if d.To == nil {
		d.To = first.To
	}
	d.Message = cmp.Or(d.Message, first.Message)
	d.Force = d.Force || first.Force
	return d
}

func (d UpdateDecision) or(first UpdateDecision) UpdateDecision {
	d.Attributes = cmp.Or(d.Attributes, first.Attributes)
	d.Mute = cmp.Or(d.Mute, first.Mute)
	return d
}
