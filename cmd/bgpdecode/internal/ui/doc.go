// Package ui is everything the command knows about the person at the terminal:
// which streams are terminals and how wide, which colours they may carry, what
// the roles of codec/tree look like, how a long paste is read, and how the
// clipboard is reached.
//
// All of it hangs on one Streams value that a test can fill in. The package
// decodes nothing and does not know what the text it carries means; what may be
// printed of a stranger's text is decided by codec/safetext.
package ui
