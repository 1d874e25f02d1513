package pull

import (
	"context"
	"fmt"
	"net/url"

	"imclient/server/archive"
)

// Look says what a pull would fetch, without writing anything.
func Look(ctx context.Context, o Options) ([]string, error) {
	p, err := newPuller(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("pull: %w", err)
	}
	defer p.client.http.CloseIdleConnections()
	s, err := loadState(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("pull: %w", err)
	}
	var lines []string
	if s != nil {
		s.next(o.Skip)
		for _, name := range Steps {
			if step := s.Steps[name]; step != nil && step.Mark > 0 {
				lines = append(lines, fmt.Sprintf("%s: what changed since %d", name, step.Mark))
			} else if step != nil && (step.Rows > 0 || step.Done) {
				lines = append(lines, fmt.Sprintf("%s: %d rows are there, finished: %v", name, step.Rows, step.Done))
			}
		}
	}
	for _, class := range []archive.Class{archive.Conversations, archive.MemberInfos, archive.Users, archive.Files, archive.SysMessages} {
		var answer struct{ Count *int64 }
		err := p.client.get(ctx, "/1.1/classes/"+string(class), url.Values{"count": {"1"}, "limit": {"0"}}, &answer)
		why, missing := isMissing(err)
		switch {
		case missing:
			lines = append(lines, fmt.Sprintf("%s: %s", class, why))
		case err != nil:
			return nil, fmt.Errorf("pull: %w", err)
		case answer.Count != nil:
			lines = append(lines, fmt.Sprintf("%s: %d rows", class, *answer.Count))
		}
	}
	var newest []struct{ Timestamp archive.Date }
	if err := p.client.get(ctx, "/1.2/rtm/messages", url.Values{"limit": {"1"}}, &newest); err != nil {
		return nil, fmt.Errorf("pull: %w", err)
	}
	if len(newest) == 0 {
		return append(lines, "messages: none"), nil
	}
	return append(lines, fmt.Sprintf("messages: the newest is of %d; how many there are is not known", newest[0].Timestamp)), nil
}
