package speaker

import "sync"

// turns is the lock of a peer: of its sessions and all else about it. Who unlocks it first does what was posted
// meanwhile. So a command can come from anywhere, also from an OnEvent that is called with the lock held.
type turns struct {
	mu     sync.Mutex
	postMu sync.Mutex
	posted []func()
}

// Lock takes the lock.
func (t *turns) Lock() { t.mu.Lock() }

// Unlock does what was posted and gives the lock back.
func (t *turns) Unlock() {
	for {
		for {
			f := t.next()
			if f == nil {
				break
			}
			f()
		}
		t.mu.Unlock()
		// What was posted between the last look and here found the lock taken.
		if !t.waits() || !t.mu.TryLock() {
			return
		}
	}
}

// post has f done with the lock held: now if it is free, else when it is given back.
func (t *turns) post(f func()) {
	t.postMu.Lock()
	t.posted = append(t.posted, f)
	t.postMu.Unlock()
	if t.mu.TryLock() {
		t.Unlock()
	}
}

func (t *turns) waits() bool {
	t.postMu.Lock()
	defer t.postMu.Unlock()
	return len(t.posted) > 0
}

func (t *turns) next() func() {
	t.postMu.Lock()
	defer t.postMu.Unlock()
	if len(t.posted) == 0 {
		return nil
	}
	f := t.posted[0]
	t.posted = append(t.posted[:0], t.posted[1:]...)
	return f
}
