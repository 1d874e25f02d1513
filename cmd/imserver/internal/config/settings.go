package config

import "slices"

// Setting is one thing that can be configured.
type Setting struct {
	// Key is the name in the file, with a dot for each level: limits.message. The
	// flag is --limits-message, the variable IMSERVER_LIMITS_MESSAGE.
	Key string
	// Help is one sentence for operators; what the value is stands in back quotes.
	Help string

	value value
	// secret values are never shown, and have a second setting that names a file.
	secret bool
}

// table is the one list of what can be configured, in the order in which it is
// shown. The values point into c.
func (c *Config) table() []Setting {
	o, t, l := &c.Options, &c.Options.Timeouts, &c.Options.Limits
	return withFiles(slices.Concat([]Setting{
		{Key: "listen", Help: "`address` to listen on; port 0 picks one", value: address(&c.Listen)},
		{Key: "data", Help: "`directory` of the database", value: required(&o.DataDir)},
		{Key: "store", Help: "`URL` of the PostgreSQL database that keeps the state, such as postgres://user:password@host/database, which any number of nodes may share; default: an SQLite database in the data directory", value: databaseURL(&c.Store), secret: true},
		{Key: "public_url", Help: "`URL` under which clients reach the server, where a proxy hides it", value: webURL(&o.PublicURL)},
		{Key: "web", Help: "`directory` of the web build (the demo at /, the console at /console/, the package at /dist/), or off; default: what the binary carries, else web, if it is there", value: directory(&c.Web)},
		{Key: "origins", Help: "`origins` of the pages that may connect, such as https://app.example.org or https://*.example.org; default: any", value: patterns(&o.Origins)},
		{Key: "trusted_proxies", Help: "`addresses` of proxies whose X-Forwarded-* headers are believed", value: prefixes(&o.TrustedProxies)},

		{Key: "bus", Help: "`URL` of the NATS that connects several nodes on one store, such as nats://user:password@host:4222; several servers of its cluster are separated by commas; default: one node", value: natsURL(&c.NATS.URL), secret: true},
		{Key: "nats.prefix", Help: "`text` at the beginning of the subjects; installations that share a NATS differ in it", value: required(&c.NATS.Prefix)},
		{Key: "nats.credentials", Help: "`file` with the credentials of a NATS account", value: text(&c.NATS.Credentials)},
		{Key: "nats.roots", Help: "`file` of certificates, in PEM, by which NATS is trusted; default: the system's", value: text(&c.NATS.Roots)},
		{Key: "nats.lease", Help: "`time` after which a node that is not heard counts as dead; the same on all nodes", value: length(&c.NATS.Lease)},
		{Key: "nats.keep", Help: "`size` of the latest events that are kept for nodes that missed them", value: size(&c.NATS.Keep)},

		{Key: "files.endpoint", Help: "`URL` of the S3-compatible service that keeps uploaded files; default: none, they are in the data directory", value: webURL(&c.Files.Endpoint)},
		{Key: "files.region", Help: "`region` of the bucket", value: text(&c.Files.Region)},
		{Key: "files.bucket", Help: "`name` of the bucket, which is there already", value: text(&c.Files.Bucket)},
		{Key: "files.prefix", Help: "`text` in front of each key in the bucket, such as imserver/", value: text(&c.Files.Prefix)},
		{Key: "files.access_key", Help: "`id` of the key to the bucket", value: text(&c.Files.AccessKey)},
		{Key: "files.secret_key", Help: "the `key` to the bucket", value: text(&c.Files.SecretKey), secret: true},
		{Key: "files.direct", Help: "clients upload to the bucket itself, which has to allow PUT from the pages' origins", value: boolean(&c.Files.Direct)},
		{Key: "files.public_url", Help: "`URL` under which everybody may read the bucket, such as a CDN's; default: through the server", value: webURL(&c.Files.PublicURL)},

		{Key: "log.level", Help: "log `level`: debug, info, warn or error", value: level(&c.Log.Level)},
		{Key: "log.format", Help: "`form` of the log lines: text or json", value: oneOf(&c.Log.Format, "text", "json")},
		{Key: "log.rate", Help: "`number` of lines of one kind in a second, of those at info and above; what is more is counted; 0: any", value: anyCount(&c.Log.Rate)},

		{Key: "admin.listen", Help: "`address` of /metrics, /readyz and /debug/pprof, which nobody else should reach; a port alone is on loopback; default: none", value: adminAddress(&c.Admin.Listen)},
		{Key: "admin.socket", Help: "`path` of the Unix socket for imserver admin, or off; default: admin.sock in the data directory", value: text(&c.Admin.Socket)},

		{Key: "tls.certificate", Help: "`file` with the certificate and its chain, in PEM; read again when it changes", value: text(&c.TLS.Certificate)},
		{Key: "tls.key", Help: "`file` with the key of the certificate, in PEM", value: text(&c.TLS.Key)},
		{Key: "tls.redirect", Help: "`address` on which plain HTTP is sent on to HTTPS, such as :80; default: none", value: optionalAddress(&c.TLS.Redirect)},
		{Key: "tls.acme.domains", Help: "host `names` to get certificates for through ACME; default: none", value: list(&c.TLS.ACME.Domains)},
		{Key: "tls.acme.email", Help: "`address` that the authority writes to about problems", value: text(&c.TLS.ACME.Email)},
		{Key: "tls.acme.directory", Help: "`URL` of the authority's directory", value: webURL(&c.TLS.ACME.Directory)},
		{Key: "tls.acme.cache", Help: "`directory` that keeps account and certificates; default: acme in the data directory", value: text(&c.TLS.ACME.Cache)},
		{Key: "tls.acme.roots", Help: "`file` of certificates, in PEM, by which the authority itself is trusted; default: the system's", value: text(&c.TLS.ACME.Roots)},

		{Key: "drain.delay", Help: "`time` between failing /readyz and sending clients away, for load balancers to notice", value: anyLength(&c.Drain.Delay)},
		{Key: "drain.rate", Help: "`number` of clients a second that are sent away, so that they do not all come back at once", value: count(&c.Drain.Rate)},
		{Key: "drain.window", Help: "`time` in which all are sent away, whatever the rate", value: anyLength(&c.Drain.Window)},
		{Key: "drain.grace", Help: "`time` that a client may take to leave, and a request to end", value: anyLength(&c.Drain.Grace)},

		{Key: "require_signature", Help: "`operations` that clients sign, of login,conversation,blacklist,history", value: switches(signatureNames(&o.Rules))},
		{Key: "disable", Help: "`features` to switch off, of roles,blacklist,edit,recall", value: switches(featureNames(&o.Rules))},
		{Key: "managers_only", Help: "only the owner and managers add and remove members", value: boolean(&o.Rules.ManagersOnly)},
		{Key: "words", Help: "`file` of words, one a line, that are replaced by *** in messages", value: lines(&c.wordsFile, &c.Words)},
	}, hookTable(&o.Rules), []Setting{
		{Key: "timeouts.login", Help: "`time` that a connection may live without opening a session", value: length(&t.Login)},
		{Key: "timeouts.read", Help: "`time` that a client may be silent; SDKs send something every 180 s", value: length(&t.Read)},
		{Key: "timeouts.ping", Help: "`time` that a connection is idle before it is pinged", value: length(&t.Ping)},
		{Key: "timeouts.pong", Help: "`time` that the answer to a ping may take", value: length(&t.Pong)},
		{Key: "timeouts.write", Help: "`time` that a client may take to read 64 KiB", value: length(&t.Write)},
		{Key: "timeouts.session_token", Help: "`time` that a session token is good for", value: length(&t.SessionToken)},
		{Key: "timeouts.store", Help: "`time` that a command waits for PostgreSQL while that does not answer", value: length(&c.StoreTimeout)},
		{Key: "timeouts.query", Help: "`time` that a conversation query may run", value: length(&t.Query)},
		{Key: "timeouts.upload", Help: "`time` that a file may take from its announcement to its end", value: length(&t.Upload)},
		{Key: "timeouts.hook", Help: "`time` that a command waits for hooks; SDKs give it up after 10 s", value: length(&t.Hook)},
		{Key: "timeouts.hook_told", Help: "`time` that one try to tell a hook something may take", value: length(&t.HookTold)},

		{Key: "limits.message", Help: "`size` of a message with its push data", value: size(&l.Message)},
		{Key: "limits.frame", Help: "`size` of a frame", value: size(&l.Frame)},
		{Key: "limits.members", Help: "`number` of members of an ordinary conversation", value: count(&l.Members)},
		{Key: "limits.restricted", Help: "`number` of clients that an ordinary conversation blocks, and of those it silences", value: count(&l.Restricted)},
		{Key: "limits.room_restricted", Help: "the same `number` for a chat room", value: count(&l.RoomRestricted)},
		{Key: "limits.temporary_members", Help: "`number` of members of a temporary conversation", value: count(&l.TemporaryMembers)},
		{Key: "limits.temporary_life", Help: "longest `time` that a temporary conversation lives", value: length(&l.TemporaryLife)},
		{Key: "limits.query_results", Help: "`number` of conversations in one answer", value: count(&l.QueryResults)},
		{Key: "limits.history", Help: "`number` of messages in one answer", value: count(&l.History)},
		{Key: "limits.answer", Help: "`size` of the answer to a conversation query", value: size(&l.Answer)},
		{Key: "limits.unread_conversations", Help: "`number` of conversations in the unread list at login", value: count(&l.UnreadConversations)},
		{Key: "limits.unread_count", Help: "`number` up to which unread messages of a conversation are counted", value: count(&l.UnreadCount)},
		{Key: "limits.queue", Help: "`size` of what may wait for one slow connection before it is cut off", value: size(&l.Queue)},
		{Key: "limits.in_flight", Help: "`number` of messages of one connection that are not on disk yet", value: count(&l.InFlight)},
		{Key: "limits.login_failures", Help: "`number` of wrong passwords for one user in a minute, on each node", value: count(&l.LoginFailures)},
		{Key: "limits.file", Help: "`size` of an uploaded file", value: size(&l.File)},
		{Key: "limits.message_rate", Help: "`number` of messages that a client may send in a minute; 0: any", value: anyCount(&l.MessageRate)},
		{Key: "limits.history_rate", Help: "`number` of history queries of a client in a minute; 0: any", value: anyCount(&l.HistoryRate)},
		{Key: "limits.command_rate", Help: "`number` of each other command of a client in a minute; 0: any", value: anyCount(&l.CommandRate)},
		{Key: "limits.address_rate", Help: "`number` of requests, handshakes among them, from one address in a minute; 0: any", value: anyCount(&l.AddressRate)},
		{Key: "limits.address_connections", Help: "`number` of connections from one address at a time; 0: any", value: anyCount(&l.AddressConnections)},
		{Key: "limits.rest_message_rate", Help: "`number` of messages that the back ends of an app may send in a minute; 0: any", value: anyCount(&l.RESTMessageRate)},
		{Key: "limits.rest_subscriber_rate", Help: "`number` of messages to all subscribers that they may send in a minute; 0: any", value: anyCount(&l.RESTSubscriberRate)},
		{Key: "limits.rest_broadcast_rate", Help: "`number` of broadcasts to all users that they may send in a minute; 0: any", value: anyCount(&l.RESTBroadcastRate)},
		{Key: "limits.history_age", Help: "`time` that messages are kept; 0: for ever", value: anyLength(&l.HistoryAge)},
		{Key: "limits.hook_queue", Help: "`number` of things that may wait to be told to the hooks of an app", value: count(&l.HookQueue)},
	}))
}

// withFiles puts behind each secret the setting that names a file with it.
func withFiles(settings []Setting) []Setting {
	var all []Setting
	for _, s := range settings {
		all = append(all, s)
		if s.secret {
			all = append(all, Setting{Key: s.Key + "_file", Help: "`file` that holds " + s.Key, value: fromFile(s.value)})
		}
	}
	return all
}
