package statistics

// Documents is the party of what documents state, for tests that state without
// files.
var Documents = documents
