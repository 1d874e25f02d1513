// Package exporter writes all that a store keeps of an app into the files that
// importer reads (package archive): nobody is locked in.
package exporter
