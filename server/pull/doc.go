// Package pull fetches an app's data through the REST API of LeanCloud, or of imserver,
// into files that importer reads.
//
// What has been fetched is on disk before the state says so, and the state is replaced
// as a whole: a pull can be cut off at any point and goes on where it was. Once all is
// there, the next pull fetches what is new.
package pull
