package policy

import (
	"bytes"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// maxFile is the most a file of the tree may hold, in octets.
const maxFile = 1 << 20

// built are the folders at the top that `make` fills; git ignores them.
var built = map[string]bool{".git": true, "bin": true, "dist": true, "man": true}

// places are parts of paths that say on which machine a file was written. They
// are put together here, so that this file does not hold them.
var places = []string{
	"/" + "root/",
	"/" + "work/",
	"/home/" + "runner",
	"/Users/" + "runner",
}

// eachFile calls do for every regular file of the tree, with its name below root.
func eachFile(t *testing.T, do func(name, path string, size int64)) {
	t.Helper()
	dir := rootDir(t)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		switch {
		case d.IsDir() && built[name]:
			return filepath.SkipDir
		case name == ".git": // a file in a second worktree
			return nil
		case !d.Type().IsRegular() || strings.HasSuffix(name, ".test") || strings.HasSuffix(name, ".prof"):
			return nil
		}
		info, err := d.Info()
		if os.IsNotExist(err) {
			return nil // an editor's file, gone again
		} else if err != nil {
			return err
		}
		do(name, path, info.Size())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFiles(t *testing.T) {
	eachFile(t, func(name, path string, size int64) {
		if size > maxFile {
			t.Errorf("%s has %d octets; the most is %d", name, size, maxFile)
			return
		}
		text, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return
		} else if err != nil {
			t.Error(err)
			return
		}
		for _, p := range places {
			if i := bytes.Index(text, []byte(p)); i >= 0 {
				t.Errorf("%s:%d names a place on somebody's machine: %s", name, 1+bytes.Count(text[:i], []byte("\n")), p)
			}
		}
		if strings.HasSuffix(name, ".go") && !strings.Contains(name, "testdata/") {
			if want, err := format.Source(text); err != nil {
				t.Errorf("%s: %v", name, err)
			} else if !bytes.Equal(want, text) {
				t.Errorf("%s is not formatted: run gofmt", name)
			}
		}
	})
}
