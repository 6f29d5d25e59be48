module github.com/bgpdecode/bgpdecode

go 1.26
