// Package config reads what imserver is to run with: from a file, the
// environment and the command line.
//
// One table (settings.go) names every setting, with its default, its check and
// its help. The keys of the file, the environment variables, the flags, the
// example file and the reference page are all made from it, so they cannot
// diverge. A new setting is one line there.
//
// Precedence: flag, then environment, then file, then default.
package config
