// Package repro plans how to reproduce what a decoded event tells: the OPEN that agrees on the same session, the messages that
// provoke the same reaction, and what is expected then, as a script of package speaker/inject. It says what of that comes from
// the dump, what is a reconstruction, and what is missing where the dump is not enough.
//
// It is a pure function of a tree and what is known beside it; it opens no connection and reads no files. That the script
// can be read and played is the matter of who uses it.
package repro
