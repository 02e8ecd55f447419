// Package access is who may do what, and where.
//
// A Grant gives an account one Role, for one programme or all, in one province,
// one region or the whole country. The table in permission.go says which
// Permissions a role carries. Asked for a permission, an Actor answers with a
// Scope: the places and programmes in which it holds.
//
// A Scope has one rule written twice, for the two places where rows are met:
// Restrict puts it into a query's WHERE clause, so that lists, counts,
// suggestions, exports and drill-down all see the same rows; Allows says the
// same of one row already in hand. A property test holds them equal. The zero
// Scope sees nothing, so that a forgotten scope hides rather than leaks (the
// viewer's rights inside the WHERE clause: github.com/benbjohnson/wtf).
//
// What may enter: roles, permissions, grants, scopes. No accounts, no sessions,
// no tables: whoever has a Grant to check depends on this package, and it
// depends only on store.Where.
package access
