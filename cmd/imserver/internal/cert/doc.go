// Package cert brings the certificates that the server proves itself with: from
// files, which may be renewed while it runs, or from an authority through ACME.
package cert
