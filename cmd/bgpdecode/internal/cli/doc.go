// Package cli is the commands of bgpdecode: it reads flags and input, calls the packages that know, and writes what
// they answer. There is one file per command, and one function that maps errors to exit codes (exit.go).
//
// It decodes nothing and judges nothing: that is codec/dump, explain and explain/report. What is known of the terminal
// is package ui's.
package cli
