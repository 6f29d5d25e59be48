package transport

import (
	"errors"
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// netnsDir is where `ip netns` keeps named namespaces.
const netnsDir = "/run/netns/"

// inNamespace runs f on a thread that is in the network namespace, and on the
// caller's own when ns is empty.
func inNamespace(ns string, f func() error) error {
	if ns == "" {
		return f()
	}
	done := make(chan error, 1)
	go func() { done <- onThread(namespacePath(ns), f) }()
	return <-done
}

// namespacePath gives the file of a namespace: a name is one of `ip netns`.
func namespacePath(ns string) string {
	if strings.Contains(ns, "/") {
		return ns
	}
	return netnsDir + ns
}

// onThread moves the thread it runs on into a namespace and back. If it cannot go
// back the thread stays locked to the goroutine and ends with it.
func onThread(path string, f func() error) error {
	target, err := os.Open(path)
	if err != nil {
		return &optionError{option: "network namespace", err: err}
	}
	defer target.Close()
	runtime.LockOSThread()
	home, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		runtime.UnlockOSThread()
		return &optionError{option: "network namespace", err: err}
	}
	defer home.Close()
	if err := unix.Setns(int(target.Fd()), unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		e := &optionError{option: "network namespace " + path, err: err}
		switch {
		case errors.Is(err, unix.EPERM):
			e.hint = "needs root or CAP_SYS_ADMIN"
		case errors.Is(err, unix.EINVAL):
			e.hint = "that is not a network namespace"
		}
		return e
	}
	err = f()
	if unix.Setns(int(home.Fd()), unix.CLONE_NEWNET) == nil {
		runtime.UnlockOSThread()
	}
	return err
}
