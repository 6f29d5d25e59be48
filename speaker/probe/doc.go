// Package probe plays the catalogue of faults to targets, a fresh session for each, and makes a table of what they did beside
// what RFC 4271 and RFC 7606 ask for.
//
// What became of the routes of a faulty UPDATE is not to be seen on its own session: treat-as-withdraw and attribute discard
// both leave it as it is. An Observer tells them apart: a second session with the target (Watch), to which it announces what it
// has learnt on the first, or whatever else can look into the target. Before a fault a sound route for the same prefix is
// announced, and behind it one for another prefix: when the observer sees the latter, the target has dealt with the former. A
// route that is gone then was withdrawn; one with the attributes of the faulty UPDATE was taken; one with those of the sound
// UPDATE was left as it was. The target's own route refresh cannot stand in: no speaker announces a route to the one it has it
// from.
//
// The package has no sockets and no messages of its own: sessions, limits and targets are speaker/inject's.
package probe
