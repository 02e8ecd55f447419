// Package territory is where: the 12 regions, the 75 provinces and prefectures,
// and the communes of Morocco.
//
// Regions and provinces are in the binary, with the codes of the
// Haut-Commissariat au Plan ("01", "01.511"), which grants, dossiers and figures
// carry; the first two characters of a province's code are its region. Communes
// change more often and are imported from a file (ImportCommunes) through the
// one write path. Everything has the days it is valid between; nothing is
// removed, because old records name it.
//
// The 8 prefectures of arrondissements of Casablanca lie inside 06.141 and are
// not among the 75.
//
// What may enter: places, their names and codes, when they were valid. No
// persons, no figures, no map drawing.
package territory
