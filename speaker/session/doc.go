// Package session runs one state machine of package fsm on one TCP connection at a time: it is the impure loop around
// fsm.Step, with a goroutine that reads, one that writes, and the timers. What messages mean, which connections there
// are and what to do with routes is not known here: a Handler is asked.
//
// All sessions of a peer share a lock. Everything that happens (octets, timers, commands) takes it, steps the machine
// and does its actions; the Handler is called with the lock held. Reading and writing happen without it.
package session
