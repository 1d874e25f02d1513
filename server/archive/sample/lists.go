package sample

import (
	"crypto/md5"
	"encoding/hex"
	"path/filepath"
	"strconv"

	"imclient/server/archive"
	"imclient/server/store"
)

func dialogueID(conversation, client string) string {
	sum := md5.Sum([]byte(conversation + ":" + client))
	return hex.EncodeToString(sum[:])
}

// lists writes roles, subscriptions, blocks and silences.
func (g *generator) lists() error {
	writers := map[archive.Class]*archive.Writer{}
	write := func(class archive.Class, row map[string]any) error {
		if writers[class] == nil {
			w, err := archive.Create(filepath.Join(g.dir, string(class)+".jsonl"))
			if err != nil {
				return err
			}
			writers[class] = w
		}
		return writers[class].Write(row)
	}
	for i := range g.conv {
		c, id := &g.conv[i], ID("c", i)
		var err error
		switch {
		case c.kind == store.System:
			for n := range min(20, g.Users) {
				if err == nil {
					err = write(archive.Subscriptions, map[string]any{"conv_id": id, "subscriber": Client(n), "timestamp": g.Now - int64(n)})
				}
			}
		case c.kind == store.Normal && i%10 == 3:
			for _, row := range []struct {
				class archive.Class
				row   map[string]any
			}{
				{archive.MemberInfos, map[string]any{"objectId": ID("r", i), "cid": id, "clientId": c.members[1], "role": "Manager"}},
				{archive.Blacklists, map[string]any{"conv_id": id, "client_ids": []string{"blocked-1", "blocked-2"}}},
				{archive.Silences, map[string]any{"conv_id": id, "client_ids": []string{c.members[1]}}},
				{archive.Blacklists, map[string]any{"client_id": c.members[0], "conv_ids": []string{id}}},
			} {
				if err == nil {
					err = write(row.class, row.row)
				}
			}
		}
		if err != nil {
			return err
		}
	}
	for _, w := range writers {
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) users() error {
	w, err := archive.Create(filepath.Join(g.dir, "_User.jsonl"))
	if err != nil {
		return err
	}
	for i := range g.Users {
		row := map[string]any{"objectId": ID("u", i), "username": Client(i), "password": hash, "salt": salt, "sessionToken": ID("t", i),
			"emailVerified": i%2 == 0, "mobilePhoneVerified": false, "createdAt": iso(g.Now - int64(i)), "updatedAt": iso(g.Now), "nick": "ü" + strconv.Itoa(i),
			"ACL": map[string]any{"*": map[string]bool{"read": true}}}
		if i%3 == 0 {
			row["email"] = Client(i) + "@example.org"
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	return w.Close()
}

func (g *generator) files() error {
	w, err := archive.Create(filepath.Join(g.dir, "_File.jsonl"))
	if err != nil {
		return err
	}
	for i := range g.Users / 10 {
		err := w.Write(map[string]any{"objectId": ID("f", i), "name": "photo.png", "mime_type": "image/png", "url": "https://files.example.org/" + ID("f", i),
			"key": ID("f", i) + ".png", "bucket": "bucket", "provider": "qiniu", "metaData": map[string]any{"size": i, "owner": "x"},
			"createdAt": iso(g.Now), "updatedAt": iso(g.Now)})
		if err != nil {
			return err
		}
	}
	return w.Close()
}
