package core

import "time"

// Times and sizes the client keeps to. Those of the protocol are in sections
// Transport, Session and Limits of docs/protocol.md.
const (
	commandTimeout = 20 * time.Second // an unanswered request fails
	connectTimeout = 10 * time.Second // one server's time to accept
	fetchTimeout   = 20 * time.Second // an unanswered HTTP request fails

	retryDelay    = time.Second       // back-off: the longest that the first delay may be,
	maxRetryDelay = 300 * time.Second // and any

	probeAfter   = 30 * time.Second  // of silence, the server is asked for a sign of life,
	probeTimeout = 5 * time.Second   // which it must give in this time
	echoInterval = 180 * time.Second // at least one echo each: servers want to hear from clients too
	lookInterval = 10 * time.Second  // at least one look at the clock each
	jump         = 2 * time.Second   // of the wall clock, or a timer so late: the program did not run

	ackInterval  = time.Second // at most one round of acks each
	readInterval = time.Second // at most one round of read marks each

	tokenMargin = 5 * time.Minute // a session token is renewed so early

	maxResends           = 3                // times that a command is sent again
	maxSettled           = 32               // settled requests kept until their time is over, beside one for each that waits
	maxKeptBuffer        = 64 << 10         // bytes an encoding buffer may keep
	maxKeptTexts         = 1 << 10          // bytes that a message may have to be used again
	maxOnlineQuery       = 20               // ids in one Ping
	memberInfoPage       = 100              // roles asked for in one request,
	maxMemberInfos       = 100 * 100        // and altogether
	maxFetchedRows       = 100              // conversations asked for by id in one query
	dedupWindow          = 256              // remembered message ids in one conversation
	pushTime             = time.Minute      // after which what was stored has been pushed
	commitTime           = 15 * time.Second // a message is stored at most so long after its timestamp
	fillPage             = 100              // messages asked for at a time when catching up,
	maxFills             = 4                // in so many conversations at a time
	catchUpMessages      = 1000             // of one conversation that are filled in,
	catchUpConversations = 50               // of so many

	maxTime         = 24 * time.Hour  // any option that is a time
	maxTTL          = 7 * 24 * 3600   // seconds any server may make us remember something
	maxTemporaryTTL = 366 * 24 * 3600 // seconds
	maxRowAttempts  = 4               // tries to fetch the row that pushes wait for
)
