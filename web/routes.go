package web

import (
	"net/http"
	"slices"

	"sanad/access"
)

// Access is what a route needs of who asks: Public, Signed, or a permission
// that one of their grants carries. The page itself then reads within the scope
// of that permission.
type Access access.Permission

// What a route can need beside a permission.
const (
	Public Access = "public"
	Signed Access = "signed"
)

// Route is one address of the site.
type Route struct {
	Method  string
	Pattern string
	Access  Access
	do      func(*Server, *request) error
}

// Routes are all addresses, for the tests that walk every one of them.
func Routes() []Route { return routes() }

// routes is the site on one page.
func routes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return append(slices.Concat(registerRoutes(), editionRoutes(), boardRoutes(), sheetRoutes(), textRoutes(), importRoutes()), []Route{
		// Getting in
		{get, signInPath, Public, signInForm},
		{post, signInPath, Public, signIn},
		{post, "/sign-out", Signed, signOut},
		{get, "/claim/{token}", Public, claimForm},
		{post, "/claim/{token}", Public, claim},
		{get, "/password/{token}", Public, passwordForm},
		{post, "/password/{token}", Public, password},
		{get, "/me", Signed, me},
		{post, "/me/password", Signed, changePassword},
		{post, "/me/sessions/{session}", Signed, endSession},
		{get, "/me/factor", Signed, factorPage},
		{post, "/me/factor", Signed, changeFactor},

		// The work
		{get, "/{$}", Signed, home},
		{get, dossiersPath, Access(access.DossiersRead), dossiers},

		// Persons
		{get, searchPath, Access(access.PersonsRead), search},
		{get, "/persons/{person}", Access(access.PersonsRead), person},
		{get, "/persons/{person}/edit", Access(access.PersonsWrite), editPerson},
		{post, "/persons/{person}/edit", Access(access.PersonsWrite), amendPerson},

		// Taking applications in
		{get, newApplicationPath, Access(access.DossiersRead), newApplication},
		{post, applicationsPath, Access(access.DossiersRead), deposit},
		{get, applicationsPath + "/{party}/{dossier}/receipt", Access(access.DossiersRead), receipt},

		// One dossier
		{get, "/dossiers/{party}/{dossier}", Access(access.DossiersRead), dossierPage},
		{post, "/dossiers/{party}/{dossier}/acts/{act}", Access(access.DossiersRead), actOnDossier},
		{get, "/documents/{party}/{document}", Access(access.DossiersRead), document},

		// The programmes
		{get, programmesPath, Access(access.ProgrammesRead), programmeList},
		{get, programmesPath + "/{programme}", Access(access.ProgrammesRead), definition},

		// Commissions
		{get, sessionsPath, Access(access.SessionsRead), sessions},
		{get, newSessionPath, Access(access.SessionsWrite), newSession},
		{post, sessionsPath, Access(access.SessionsWrite), convene},
		{get, "/sessions/{commission}/{session}", Access(access.SessionsRead), session},
		{get, "/sessions/{commission}/{session}/minutes", Access(access.SessionsRead), minutes},
		{post, "/sessions/{commission}/{session}/agenda", Access(access.SessionsWrite), fillAgenda},
		{post, "/sessions/{commission}/{session}/begin", Access(access.SessionsWrite), beginSession},
		{post, "/sessions/{commission}/{session}/rule", Access(access.SessionsWrite), ruleSession},
		{post, "/sessions/{commission}/{session}/close", Access(access.SessionsWrite), closeSession},

		// Accounts, and who read what
		{get, accountsPath, Access(access.AccountsManage), accounts},
		{get, newAccountPath, Access(access.AccountsManage), newAccount},
		{post, accountsPath, Access(access.AccountsManage), invite},
		{get, "/accounts/{account}", Access(access.AccountsManage), accountPage},
		{post, "/accounts/{account}/grant", Access(access.AccountsManage), grantRight},
		{post, "/accounts/{account}/revoke", Access(access.AccountsManage), revokeRight},
		{post, "/accounts/{account}/activate", Access(access.AccountsManage), activateAccount},
		{post, "/accounts/{account}/deactivate", Access(access.AccountsManage), deactivateAccount},
		{post, "/accounts/{account}/reset", Access(access.AccountsManage), resetPassword},
		{post, "/accounts/{account}/sessions/{session}/end", Access(access.AccountsManage), endAccountSession},
		{get, auditPath, Access(access.AuditRead), readers},
		{get, "/audit/{account}", Access(access.AuditRead), readings},

		// What was published, for everybody
		{get, publicPath, Public, published},
		{get, publicPath + "/{edition}", Public, publishedEdition},
		{get, publicPath + "/{edition}/report", Public, publishedReport},
		{get, publicPath + "/{edition}/tables/{table}", Public, publishedTable},
		{get, publicPath + "/{edition}/files/{file}", Public, publishedFile},

		// Figures
		{get, "/tables", Access(access.TablesRead), tables},
		{get, "/tables/{table}", Access(access.TablesRead), table},
		{get, "/tables/{table}/{file}", Access(access.TablesRead), tableFile},
		{get, "/tables/{table}/cell/{column}/{row}", Access(access.TablesRead), tableCell},
	}...)
}

// editionRoutes are those of publications.
func editionRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return append(append(paymentRoutes(), partnerRoutes()...), []Route{
		{get, reportsPath + "/{report}", Access(access.TablesRead), internalReport},
		{get, checksPath, Access(access.EditionsRead), checks},
		{get, editionsPath, Access(access.EditionsRead), editions},
		{get, newEditionPath, Access(access.EditionsWrite), newEdition},
		{post, editionsPath, Access(access.EditionsWrite), draftEdition},
		{get, "/editions/{edition}", Access(access.EditionsRead), editionPage},
		{get, "/editions/{edition}/tables/{n}", Access(access.EditionsRead), editionTable},
		{get, "/editions/{edition}/revision/{earlier}", Access(access.EditionsRead), editionRevision},
		{post, "/editions/{edition}/check", Access(access.EditionsWrite), checkEdition},
		{post, "/editions/{edition}/sign", Access(access.EditionsSign), signEdition},
		{post, "/editions/{edition}/release", Access(access.EditionsWrite), releaseEdition},
		{post, "/editions/{edition}/withdraw", Access(access.EditionsSign), withdrawEdition},
	}...)
}

// paymentRoutes are the money's.
func paymentRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, paymentsPath, Access(access.PaymentsRead), payments},
		{get, paymentsPath + "/{programme}", Access(access.PaymentsRead), moneyPage},
		{post, paymentsPath + "/{programme}/allot", Access(access.PaymentsRelease), allot},
		{post, paymentsPath + "/{programme}/runs", Access(access.PaymentsPrepare), beginRun},
		{get, paymentsPath + "/{programme}/runs/{run}", Access(access.PaymentsRead), runPage},
		{post, paymentsPath + "/{programme}/runs/{run}/{step}", Access(access.PaymentsRead), actOnRun},
		{get, paymentsPath + "/{programme}/runs/{run}/files/{layout}", Access(access.PaymentsPrepare), runFile},
		{get, paymentsPath + "/{programme}/exceptions", Access(access.PaymentsRead), queue},
		{post, paymentsPath + "/{programme}/exceptions/resolve", Access(access.PaymentsPrepare), resolve},
		{post, paymentsPath + "/{programme}/returns", Access(access.PaymentsPrepare), readReturns},
		{get, paymentsPath + "/{programme}/simulation", Access(access.PaymentsRead), simulation},
		{get, paymentsPath + "/{programme}/of/{party}", Access(access.PaymentsRead), statement},
		{post, paymentsPath + "/{programme}/of/{party}/{step}", Access(access.PaymentsPrepare), actOnRight},
		{get, paymentsPath + "/{programme}/plan/{party}/{dossier}", Access(access.PaymentsPrepare), planPage},
		{post, paymentsPath + "/{programme}/plan/{party}/{dossier}", Access(access.PaymentsPrepare), planTranches},
	}
}

// registerRoutes are the registers of organisations and establishments.
func registerRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return append(mergeRoutes(), []Route{
		{get, organisationsPath, Access(access.RegistersRead), organisationList},
		{get, organisationsPath + "/new", Access(access.RegistersWrite), newOrganisation},
		{post, organisationsPath + "/new", Access(access.RegistersWrite), putOrganisation},
		{get, organisationsPath + "/{organisation}", Access(access.RegistersRead), organisationPage},
		{get, organisationsPath + "/{organisation}/edit", Access(access.RegistersWrite), editOrganisation},
		{post, organisationsPath + "/{organisation}/edit", Access(access.RegistersWrite), putOrganisation},
		{get, placesPath, Access(access.RegistersRead), placesBoard},
		{get, establishmentsPath, Access(access.RegistersRead), establishmentList},
		{get, establishmentsPath + "/new", Access(access.RegistersWrite), newEstablishment},
		{post, establishmentsPath + "/new", Access(access.RegistersWrite), putEstablishment},
		{get, "/dossiers/{party}/{dossier}/certificates/{certificate}", Access(access.DossiersRead), certificate},
		{get, establishmentsPath + "/{establishment}", Access(access.RegistersRead), establishmentPage},
		{get, establishmentsPath + "/{establishment}/residents", Access(access.PersonsRead), residents},
		{get, establishmentsPath + "/{establishment}/edit", Access(access.RegistersWrite), editEstablishment},
		{post, establishmentsPath + "/{establishment}/edit", Access(access.RegistersWrite), putEstablishment},
	}...)
}

// importRoutes are those of lists that are brought.
func importRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, importsPath, Access(access.PersonsImport), importList},
		{get, newImportPath, Access(access.PersonsImport), newImport},
		{post, importsPath, Access(access.PersonsImport), arrive},
		{get, importsPath + "/{import}", Access(access.PersonsImport), importPage},
		{get, importsPath + "/{import}/columns", Access(access.PersonsImport), importColumns},
		{post, importsPath + "/{import}/columns", Access(access.PersonsImport), checkImport},
		{post, importsPath + "/{import}/{step}", Access(access.PersonsImport), actOnImport},
		{get, importsPath + "/{import}/failed/{format}", Access(access.PersonsImport), failedRows},
	}
}
