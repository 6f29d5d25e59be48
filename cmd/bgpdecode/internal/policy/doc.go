// Package policy holds, as tests, the rules that the source tree keeps: who may
// import whom, what each package must not import and why, that everything
// exported is documented, that registry names are written once, and what files
// may look like. It has no code of its own; ARCHITECTURE.md gives the reasons.
package policy
