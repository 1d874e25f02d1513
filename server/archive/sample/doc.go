// Package sample makes archives of any size, as imserver pull would have written them,
// and compares archives row by row: for tests and for make import-bench.
package sample
