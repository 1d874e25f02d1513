// Package archive reads and writes the files in which an app's data moves: exports of
// the storage service (JSON Lines, alone, gzipped or in a .tar.gz), its backups (BSON),
// and what imserver pull and imserver export write. docs/moving.md describes them.
//
// Reading streams: one row is in memory at a time. A row that is damaged, or a file
// that is cut, is reported with its file and line, and reading goes on behind it.
package archive
