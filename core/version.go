package core

// Version is the version of this client, as sent in the default user agent.
const Version = "0.1.0"
