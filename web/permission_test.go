package web_test

import (
	"bufio"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"federes.org/web"
)

// try is how a route is tried: where, when, and with what form.
type try struct {
	path  string
	scene string
	form  url.Values
}

func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

// tries holds every route whose path or form is not plain.
var tries = map[string]try{
	"POST /assemblies":                          {path: "/assemblies", form: form("name", "Assemblée du port", "purpose", "Parler.", "rules", "Une voix.")},
	"GET /p/:slug":                              {path: "/p/place"},
	"GET /p/:slug/edit":                         {path: "/p/place/edit"},
	"POST /p/:slug/edit":                        {path: "/p/place/edit", form: form("name", "Place", "purpose", "Parler.", "rules", "Une voix.")},
	"GET /p/:slug/convocation":                  {path: "/p/place/convocation"},
	"POST /p/:slug/convocation":                 {path: "/p/place/convocation", form: form("starts", "2026-12-01T18:30", "place", "Halle")},
	"GET /p/:slug/decisions/:number":            {path: "/p/place/decisions/2026-1"},
	"POST /p/:slug/decisions/:number/agenda":    {path: "/p/place/decisions/2026-1/agenda"},
	"GET /p/:slug/decisions/:number/record":     {path: "/p/place/decisions/2026-1/record"},
	"GET /p/:slug/decisions/:number/proof":      {path: "/p/place/decisions/2026-1/proof"},
	"GET /p/:slug/coorganisers":                 {path: "/p/place/coorganisers"},
	"POST /p/:slug/coorganisers":                {path: "/p/place/coorganisers", form: form("commune", "ag@crest.example")},
	"POST /p/:slug/coorganisers/:id/withdrawal": {path: "/p/place/coorganisers/9999/withdrawal"},
	"POST /alerts/:id/motion":                   {path: "/alerts/9999/motion"},
	"POST /assemblies/offers/:id/motion":        {path: "/assemblies/offers/9999/motion"},
	"POST /assemblies/offers/:id/parting":       {path: "/assemblies/offers/9999/parting"},
	"GET /p/:slug/end":                          {path: "/p/place/end"},
	"POST /p/:slug/end":                         {path: "/p/place/end", form: form("why", "Le quartier est gagné.")},
	"GET /p/:slug/sittings/:id":                 {path: "/p/place/sittings/1"},
	"POST /p/:slug/sittings/:id":                {path: "/p/place/sittings/1", form: form("starts", "2026-12-01T18:30", "place", "Halle")},
	"POST /p/:slug/sittings/:id/cancellation":   {path: "/p/place/sittings/1/cancellation", form: form("reason", "Orage")},
	"POST /p/:slug/mails":                       {path: "/p/place/mails", form: form("follows", "yes")},
	"GET /p/:slug/caucus":                       {path: "/p/place/caucus"},
	"POST /p/:slug/caucus/positions":            {path: "/p/place/caucus/positions", form: form("item", "9999", "version", "0", "text", "Oui.")},
	"POST /p/:slug/caucus/points":               {path: "/p/place/caucus/points", form: form("point", "speakers", "answer", "no", "note", "")},
	"POST /p/:slug/guests":                      {path: "/p/place/guests", form: form("name", "Ana", "email", "ana@ailleurs.example")},
	"GET /p/:slug/proposals":                    {path: "/p/place/proposals"},
	"POST /p/:slug/proposals":                   {path: "/p/place/proposals", form: form("title", "Cantine")},
	"POST /p/:slug/proposals/:id/texts":         {path: "/p/place/proposals/9999/texts", form: form("words-9999", "Oui.")},
	"GET /p/:slug/proposals/:id":                {path: "/p/place/proposals/9999"},
	"POST /p/:slug/proposals/:id":               {path: "/p/place/proposals/9999", form: form("title", "Cantine")},
	"POST /p/:slug/proposals/:id/return":        {path: "/p/place/proposals/9999/return"},
	"POST /p/:slug/proposals/:id/withdrawal":    {path: "/p/place/proposals/9999/withdrawal"},
	"GET /p/:slug/session":                      {path: "/p/place/session"},
	"POST /p/:slug/session":                     {path: "/p/place/session", form: form("mode", "room")},
	"POST /meetings/:id/guests":                 {path: fmt.Sprintf("/meetings/%d/guests", secondMeeting), form: form("name", "Ana")},
	"GET /members/import/:id":                   {path: "/members/import/1"},
	"POST /members/import/:id":                  {path: "/members/import/1", form: form("format", "other", "encoding", "utf-8", "separator", "comma")},
	"GET /members/import/:id/preview":           {path: "/members/import/1/preview"},
	"POST /members/import/:id/choices":          {path: "/members/import/1/choices", form: form("line-2", "skip")},
	"POST /members/import/:id/carrying":         {path: "/members/import/1/carrying", form: form("seen", "0")},
	"POST /members/import/:id/removal":          {path: "/members/import/1/removal"},
	"POST /language":                            {path: "/language", form: form("lang", "en", "back", "/register")},
	"POST /theme":                               {path: "/theme", form: form("theme", "dark", "back", "/")},
	"POST /sign-in":                             {path: "/sign-in", form: form("email", "inconnue@ailleurs.example")},
	"GET /sign-in/:token":                       {path: "/sign-in/rien"},
	"POST /sign-in/:token":                      {path: "/sign-in/rien"},
	"POST /sign-in/password":                    {path: "/sign-in/password", form: form("login", "member@tisserands.example", "password", "faux")},
	"POST /me/name":                             {path: "/me/name", form: form("name", "Zoé de la rue des Lins")},
	"POST /me/password":                         {path: "/me/password", form: form("new", "une phrase bien assez longue")},
	"GET /decisions/:number":                    {path: "/decisions/2026-1"},
	"GET /decisions/:number/record":             {path: "/decisions/2026-1/record"},
	"GET /decisions/:number/proof":              {path: "/decisions/2026-1/proof"},
	"POST /meetings":                            {path: "/meetings", form: form("matter", "Inondation", "reason", "L'eau monte.", "starts", "2026-12-01T18:30")},
	"GET /meetings/:id":                         {path: fmt.Sprint("/meetings/", secondMeeting)},
	"GET /meetings/:id/seat":                    {path: fmt.Sprintf("/meetings/%d/seat", secondMeeting), scene: session},
	"GET /meetings/:id/console":                 {path: fmt.Sprintf("/meetings/%d/console", secondMeeting), scene: session},
	"GET /meetings/:id/plan":                    {path: fmt.Sprintf("/meetings/%d/plan", secondMeeting)},
	"POST /meetings/:id/plan":                   {path: fmt.Sprintf("/meetings/%d/plan", secondMeeting), form: form("starts", "2026-10-08T19:00", "place", "Cour")},
	"POST /meetings/:id/cancellation":           {path: fmt.Sprintf("/meetings/%d/cancellation", secondMeeting), form: form("reason", "La salle a brûlé.")},
	"GET /meetings/:id/video":                   {path: fmt.Sprintf("/meetings/%d/video", secondMeeting), scene: session},
	"POST /me/mails":                            {path: "/me/mails", form: form("topics", "convocations")},
	"GET /unsubscribe/:token":                   {path: "/unsubscribe/1.convocations.rien"},
	"POST /unsubscribe/:token":                  {path: "/unsubscribe/1.convocations.rien"},
	"POST /meetings/:id/support":                {path: fmt.Sprintf("/meetings/%d/support", calledMeeting)},
	"POST /meetings/:id/presence":               {path: fmt.Sprintf("/meetings/%d/presence", secondMeeting), scene: session, form: form("mode", "online")},
	"POST /meetings/:id/opening":                {path: fmt.Sprintf("/meetings/%d/opening", secondMeeting), scene: due},
	"GET /meetings/:id/opening":                 {path: fmt.Sprintf("/meetings/%d/opening", secondMeeting), scene: session},
	"POST /meetings/:id/opening/steps":          {path: fmt.Sprintf("/meetings/%d/opening/steps", secondMeeting), scene: session, form: form("step", "video", "state", "done")},
	"POST /meetings/:id/opening/mandates":       {path: fmt.Sprintf("/meetings/%d/opening/mandates", secondMeeting), scene: session, form: form("facilitator", "3", "taker", "4", "preparer", "5")},
	"GET /meetings/:id/presences":               {path: fmt.Sprintf("/meetings/%d/presences", secondMeeting), scene: session},
	"GET /meetings/:id/presences/sheet":         {path: fmt.Sprintf("/meetings/%d/presences/sheet", secondMeeting), scene: session},
	"GET /meetings/:id/arrival":                 {path: fmt.Sprintf("/meetings/%d/arrival", secondMeeting), scene: session},
	"GET /meetings/:id/arrival/poster":          {path: fmt.Sprintf("/meetings/%d/arrival/poster", secondMeeting), scene: session},
	"POST /meetings/:id/closing":                {path: fmt.Sprintf("/meetings/%d/closing", secondMeeting), scene: session},
	"GET /meetings/:id/items/new":               {path: fmt.Sprintf("/meetings/%d/items/new", secondMeeting)},
	"POST /meetings/:id/items":                  {path: fmt.Sprintf("/meetings/%d/items", secondMeeting), form: form("title", "Cantine", "kind", "debate", "minutes", "10")},
	"GET /items/:id/motions/new":                {path: fmt.Sprintf("/items/%d/motions/new", openItem)},
	"POST /items/:id/motions":                   {path: fmt.Sprintf("/items/%d/motions", openItem), form: form("form", "resolution", "text", "Oui.", "audience", "public")},
	"POST /items/:id/position":                  {path: fmt.Sprintf("/items/%d/position", openItem), form: form("direction", "up")},
	"GET /motions/:id":                          {path: fmt.Sprintf("/motions/%d", waitingMotion)},
	"GET /motions/:id/amendments/new":           {path: fmt.Sprintf("/motions/%d/amendments/new", waitingMotion)},
	"POST /motions/:id/amendments":              {path: fmt.Sprintf("/motions/%d/amendments", waitingMotion), form: form("text", "La commune visite deux fois encore.")},
	"POST /motions/:id/withdrawal":              {path: fmt.Sprintf("/motions/%d/withdrawal", waitingMotion), scene: session},
	"POST /motions/:id/count":                   {path: fmt.Sprintf("/motions/%d/count", runningMotion), scene: floor, form: form("for", "1", "against", "1", "abstain", "0")},
	"POST /motions/:id/recount":                 {path: fmt.Sprintf("/motions/%d/recount", runningMotion), scene: floor},
	"POST /motions/:id/opening":                 {path: fmt.Sprintf("/motions/%d/opening", waitingMotion), scene: session},
	"POST /motions/:id/ballot":                  {path: fmt.Sprintf("/motions/%d/ballot", runningMotion), scene: floor, form: form("choice", "against")},
	"POST /motions/:id/closing":                 {path: fmt.Sprintf("/motions/%d/closing", runningMotion), scene: floor},
	"POST /members":                             {path: "/members", form: form("name", "Lucia G.", "email", "lucia@tisserands.example")},
	"GET /members/:id":                          {path: "/members/2"},
	"POST /members/:id/payments":                {path: "/members/2/payments", form: form("amount", "12,50", "from", "2026-09-01", "until", "2027-08-31")},
	"POST /levels/:id/leaving":                  {path: "/levels/1/leaving"},
	"POST /levels/:id/adoption":                 {path: "/levels/1/adoption"},
	"POST /levels/:id/ending":                   {path: "/levels/1/ending"},
	"GET /levels/:id/agenda":                    {path: "/levels/1/agenda"},
	"POST /levels/:id/instructions":             {path: "/levels/1/instructions"},
	"GET /communes/:id":                         {path: "/communes/1"},
	"POST /communes/:id/acceptance":             {path: "/communes/1/acceptance"},
	"POST /communes/:id/refusal":                {path: "/communes/1/refusal"},
	"POST /meetings/:id/requests":               {path: fmt.Sprintf("/meetings/%d/requests", secondMeeting), scene: session},
	"POST /meetings/:id/requests/withdrawal":    {path: fmt.Sprintf("/meetings/%d/requests/withdrawal", secondMeeting), scene: session},
	"POST /meetings/:id/speeches":               {path: fmt.Sprintf("/meetings/%d/speeches", secondMeeting), scene: session},
	"POST /meetings/:id/speeches/end":           {path: fmt.Sprintf("/meetings/%d/speeches/end", secondMeeting), scene: session},
	"POST /meetings/:id/speeches/recall":        {path: fmt.Sprintf("/meetings/%d/speeches/recall", secondMeeting), scene: session, form: form("call", "too_long")},
	"GET /settings/:key":                        {path: "/settings/length_minutes"},
	"POST /settings/:key":                       {path: "/settings/length_minutes", form: form("value", "150", "text", "Les assemblées durent 2 h 30.")},
	"GET /meetings/:id/speakers":                {path: fmt.Sprintf("/meetings/%d/speakers", secondMeeting)},
	"POST /meetings/:id/gestures":               {path: fmt.Sprintf("/meetings/%d/gestures", secondMeeting), scene: session, form: form("kind", "too_long")},
	"POST /meetings/:id/undo":                   {path: fmt.Sprintf("/meetings/%d/undo", secondMeeting), scene: session},
	"POST /meetings/:id/adjournment":            {path: fmt.Sprintf("/meetings/%d/adjournment", secondMeeting), scene: session},
	"POST /items/:id/start":                     {path: fmt.Sprintf("/items/%d/start", openItem), scene: session},
	"POST /meetings/:id/items/end":              {path: fmt.Sprintf("/meetings/%d/items/end", secondMeeting), scene: session},
	"GET /meetings/:id/stream":                  {path: fmt.Sprintf("/meetings/%d/stream?screen=none", secondMeeting), scene: session},
	"POST /meetings/:id/projector":              {path: fmt.Sprintf("/meetings/%d/projector", secondMeeting), scene: session},
	"GET /projector/:token":                     {path: "/projector/rien"},
	"GET /projector/:token/stream":              {path: "/projector/rien/stream"},
	"GET /meetings/:id/minutes":                 {path: fmt.Sprintf("/meetings/%d/minutes", firstMeeting)},
	"POST /meetings/:id/minutes/sections":       {path: fmt.Sprintf("/meetings/%d/minutes/sections", secondMeeting), scene: session, form: form("section", "0", "version", "0", "text", "Bonsoir.")},
	"POST /meetings/:id/minutes/taker":          {path: fmt.Sprintf("/meetings/%d/minutes/taker", secondMeeting), scene: session},
	"GET /meetings/:id/minutes/publication":     {path: fmt.Sprintf("/meetings/%d/minutes/publication", firstMeeting)},
	"POST /meetings/:id/minutes/publication":    {path: fmt.Sprintf("/meetings/%d/minutes/publication", firstMeeting), form: form("audience", "public")},
	"GET /meetings/:id/minutes/markdown":        {path: fmt.Sprintf("/meetings/%d/minutes/markdown", firstMeeting)},
	"GET /meetings/:id/minutes/pdf":             {path: fmt.Sprintf("/meetings/%d/minutes/pdf", firstMeeting)},
	"GET /meetings/:id/minutes/record":          {path: fmt.Sprintf("/meetings/%d/minutes/record", firstMeeting)},
	"GET /meetings/:id/minutes/proof":           {path: fmt.Sprintf("/meetings/%d/minutes/proof", firstMeeting)},
	"GET /meetings/:id/decisions":               {path: fmt.Sprintf("/meetings/%d/decisions", firstMeeting)},
	"POST /meetings/:id/priority":               {path: fmt.Sprintf("/meetings/%d/priority", secondMeeting), scene: session, form: form("declared", "yes")},

	// The charter.
	"POST /charter":                         {path: "/charter", form: form("charter", "# Nos règles", "text", "L’assemblée adopte la version 1 de la charte.")},
	"GET /charter/versions/:version":        {path: "/charter/versions/1"},
	"GET /charter/versions/:version/record": {path: "/charter/versions/1/record"},
	"GET /charter/versions/:version/proof":  {path: "/charter/versions/1/proof"},

	// Mandates.
	"POST /mandates":                 {path: "/mandates", form: form("holder", "3", "title", "Courrier", "mission", "Relever le courrier.", "until", "2027-06-30", "audience", "public")},
	"GET /mandates/:id":              {path: "/mandates/1"},
	"GET /mandates/:id/record":       {path: "/mandates/2/record"},
	"GET /mandates/:id/proof":        {path: "/mandates/2/proof"},
	"POST /mandates/:id/entry":       {path: "/mandates/1/entry"},
	"GET /entry/:token":              {path: "/entry/rien"},
	"POST /entry/:token":             {path: "/entry/rien"},
	"POST /mandates/:id/acceptance":  {path: fmt.Sprintf("/mandates/%d/acceptance", waitingMandate)},
	"POST /mandates/:id/refusal":     {path: fmt.Sprintf("/mandates/%d/refusal", waitingMandate)},
	"POST /mandates/:id/resignation": {path: "/mandates/3/resignation"},
	"POST /mandates/:id/renewal":     {path: "/mandates/3/renewal"},
	"POST /mandates/:id/revocation":  {path: "/mandates/3/revocation"},
	"POST /motions/:id/answer":       {path: fmt.Sprintf("/motions/%d/answer", waitingMotion), form: form("answer", "yes")},

	// The bodies beside the assembly.
	"POST /bodies":                 {path: "/bodies", form: form("kind", "commission", "name", "Cantine", "purpose", "Manger ensemble.")},
	"GET /s/:slug":                 {path: "/s/tresorerie"},
	"GET /c/:slug":                 {path: "/c/fetes"},
	"GET /bodies/:id/dissolution":  {path: "/bodies/1/dissolution"},
	"POST /bodies/:id/dissolution": {path: "/bodies/1/dissolution", form: form("text", "La trésorerie est dissoute.")},
	"POST /join":                   {path: "/join", form: form("kind", "member", "name", "Lucia G.", "email", "lucia@tisserands.example")},
	"POST /members/:id/payments/:payment/reversal": {path: "/members/3/payments/1/reversal"},
	"POST /me/leaving":                      {path: "/me/leaving", form: form("name", "non")},
	"GET /members/:id/leaving":              {path: "/members/2/leaving"},
	"POST /members/:id/leaving":             {path: "/members/2/leaving", form: form("name", "Inès Q.")},
	"POST /members/:id/leaving/stop":        {path: "/members/2/leaving/stop"},
	"POST /chat":                            {path: "/chat", form: form("sympathisers", "https://signal.group/#CjQKIJ")},
	"GET /join/:token":                      {path: "/join/rien"},
	"POST /join/:token":                     {path: "/join/rien"},
	"POST /join/:token/withdrawal":          {path: "/join/rien/withdrawal"},
	"POST /members/requests/:id/admission":  {path: "/members/requests/1/admission"},
	"POST /members/requests/:id/refusal":    {path: "/members/requests/1/refusal"},
	"POST /bodies/:id/joining":              {path: "/bodies/2/joining"},
	"POST /bodies/:id/leaving":              {path: "/bodies/2/leaving"},
	"GET /bodies/:id/signal":                {path: "/bodies/2/signal"},
	"POST /bodies/:id/signal":               {path: "/bodies/2/signal", form: form("link", "https://signal.group/#CjQKIJ0abc")},
	"GET /bodies/:id/requests/new":          {path: "/bodies/2/requests/new"},
	"POST /bodies/:id/requests":             {path: "/bodies/2/requests", form: form("to", "1", "title", "Des chaises", "text", "Il en faut vingt.")},
	"GET /s/:slug/decisions/:number":        {path: "/s/tresorerie/decisions/tresorerie-2026-1"},
	"GET /s/:slug/decisions/:number/record": {path: "/s/tresorerie/decisions/tresorerie-2026-1/record"},
	"GET /s/:slug/decisions/:number/proof":  {path: "/s/tresorerie/decisions/tresorerie-2026-1/proof"},
	"GET /bodies/:id/decisions/new":         {path: "/bodies/1/decisions/new?request=1"},
	"POST /bodies/:id/decisions":            {path: "/bodies/1/decisions", form: form("text", "On achète des lampions.", "clause", fmt.Sprint(workingMandate, ".1"), "audience", "public", "request", "1")},
	"GET /bodies/:id/proposal":              {path: "/bodies/1/proposal"},
	"POST /bodies/:id/proposal":             {path: "/bodies/1/proposal", form: form("text", "La commune achète trente lampions.", "audience", "public", "request", "1")},
	"POST /decisions/:number/charge":        {path: "/decisions/2026-2/charge", form: form("to", "1", "review", "2026-12-01")},
	"POST /decisions/:number/notes":         {path: "/decisions/2026-1/notes", form: form("state", "doing", "note", "C'est commencé.")},
	"GET /s/:slug/feed":                     {path: "/s/tresorerie/feed"},
	"GET /c/:slug/feed":                     {path: "/c/fetes/feed"},
	"GET /reports/new":                      {path: "/reports/new?body=1"},
	"POST /reports":                         {path: "/reports", form: form("body", "1", "about", "0", "version", "0", "title", "Réunion", "text", "On s'est vus.", "until", "2026-09-17", "audience", "public", "publish", "yes")},
	"GET /reports/:id":                      {path: "/reports/1"},
	"GET /reports/:id/record":               {path: "/reports/1/record"},
	"GET /reports/:id/proof":                {path: "/reports/1/proof"},
	"GET /reports/:id/edit":                 {path: "/reports/2/edit"},
	"POST /reports/:id/edit":                {path: "/reports/2/edit", form: form("about", "0", "version", "1", "title", "Réunion", "text", "On s'est vus.", "until", "2026-09-17", "audience", "public")},

	// The calendar.
	"GET /calendar/feed/:token":                      {path: "/calendar/feed/1.rien.ics"},
	"POST /calendar/events":                          {path: "/calendar/events", form: gatheringForm()},
	"GET /calendar/events/:id":                       {path: "/calendar/events/1"},
	"GET /calendar/events/:id/ics":                   {path: "/calendar/events/1/ics"},
	"GET /calendar/events/:id/edit":                  {path: "/calendar/events/1/edit"},
	"POST /calendar/events/:id/edit":                 {path: "/calendar/events/1/edit", form: gatheringForm("place", "Cour")},
	"POST /calendar/events/:id/cancellation":         {path: "/calendar/events/1/cancellation", form: form("reason", "Il pleut.")},
	"GET /calendar/events/:id/:number":               {path: "/calendar/events/1/2"},
	"GET /calendar/events/:id/:number/edit":          {path: "/calendar/events/1/2/edit"},
	"POST /calendar/events/:id/:number/edit":         {path: "/calendar/events/1/2/edit", form: form("starts", "2026-10-21T20:00", "place", "Cour")},
	"POST /calendar/events/:id/:number/cancellation": {path: "/calendar/events/1/2/cancellation", form: form("reason", "Il pleut.")},
	"POST /calendar/events/:id/:number/coming":       {path: "/calendar/events/1/2/coming", form: form("comes", "yes")},
	"POST /me/calendar":                              {path: "/me/calendar", form: form("body", "0")},
	"POST /me/calendar/removal":                      {path: "/me/calendar/removal", form: form("body", "0")},

	// Writing an agenda together.
	"POST /meetings/:id/items/draft":          {path: fmt.Sprintf("/meetings/%d/items/draft", secondMeeting), form: form("title", "Cantine")},
	"POST /meetings/:id/items/draft/removal":  {path: fmt.Sprintf("/meetings/%d/items/draft/removal", secondMeeting)},
	"GET /items/:id/edit":                     {path: fmt.Sprintf("/items/%d/edit", openItem)},
	"POST /items/:id/edit":                    {path: fmt.Sprintf("/items/%d/edit", openItem), form: form("version", "0", "title", "Local", "kind", "debate", "minutes", "10")},
	"POST /items/:id/editing":                 {path: fmt.Sprintf("/items/%d/editing", openItem)},
	"POST /items/:id/draft":                   {path: fmt.Sprintf("/items/%d/draft", openItem), form: form("title", "Local")},
	"POST /items/:id/draft/removal":           {path: fmt.Sprintf("/items/%d/draft/removal", openItem)},
	"GET /items/:id/versions":                 {path: fmt.Sprintf("/items/%d/versions", openItem)},
	"POST /items/:id/withdrawal":              {path: fmt.Sprintf("/items/%d/withdrawal", openItem)},
	"POST /items/:id/return":                  {path: fmt.Sprintf("/items/%d/return", openItem)},
	"GET /motions/:id/edit":                   {path: fmt.Sprintf("/motions/%d/edit", waitingMotion)},
	"POST /motions/:id/edit":                  {path: fmt.Sprintf("/motions/%d/edit", waitingMotion), form: form("version", "0", "text", "La commune attend.")},
	"POST /items/:id/late":                    {path: fmt.Sprintf("/items/%d/late", openItem), scene: session},
	"GET /items/:id/documents":                {path: fmt.Sprintf("/items/%d/documents", openItem)},
	"POST /items/:id/documents":               {path: fmt.Sprintf("/items/%d/documents", openItem), form: form("url", "https://plans.example/")},
	"GET /documents/:id":                      {path: "/documents/1"},
	"POST /documents/:id/removal":             {path: "/documents/1/removal"},
	"GET /meetings/:id/items/import":          {path: fmt.Sprintf("/meetings/%d/items/import", secondMeeting)},
	"POST /meetings/:id/items/import/preview": {path: fmt.Sprintf("/meetings/%d/items/import/preview", secondMeeting), form: form("pad", "- Cantine")},
	"POST /meetings/:id/items/import":         {path: fmt.Sprintf("/meetings/%d/items/import", secondMeeting), form: form("lines", "1", "take", "0", "title-0", "Cantine", "kind-0", "debate", "minutes-0", "10")},
}

// TestPW1_EveryRouteAnswersEveryRoleAsWritten holds every route against every role: testdata/permissions.txt is written by hand, and a route
// that does not stand in it fails.
func TestPW1_EveryRouteAnswersEveryRoleAsWritten(t *testing.T) {
	at, entered := scenes(t), map[[2]string]browser{}
	for _, table := range permissions(t) {
		for _, r := range at[planned].pages.Routes() {
			name := r.Method + " " + r.Path
			expected, ok := table.rows[name]
			if !ok {
				t.Errorf("%s is not listed for a %s", name, table.scene)
				continue
			}
			delete(table.rows, name)
			for i, role := range table.roles {
				t.Run(fmt.Sprintf("%s/%s/%s", table.scene, name, role), func(t *testing.T) {
					if got := answered(t, at, permissionTry{table, entered, r, role, expected[i]}); got != expected[i] {
						t.Errorf("answered %s, want %s", got, expected[i])
					}
				})
			}
		}
		for name := range table.rows {
			t.Errorf("%s is listed and does not exist", name)
		}
	}
}

// permissionTry is one field of a table: a route for a role, and what it should answer.
type permissionTry struct {
	table   permissionTable
	entered map[[2]string]browser // who signed in once and reads on, by scene and role
	web.Route
	role, expected string
}

// answered tries a route as a role, on a copy of the scene where it is let change something.
func answered(t *testing.T, at map[string]*world, p permissionTry) string {
	r, role := p.Route, p.role
	to := tries[r.Method+" "+r.Path]
	scene := p.table.scene
	if scene == planned && to.scene != "" {
		scene = to.scene
	}
	if to.path == "" {
		to.path = r.Path
	}
	w := at[scene]
	if r.Method == http.MethodPost && !strings.HasPrefix(p.expected, "4") {
		w = w.copied(t)
	}
	who, once := p.entered[[2]string{scene, role}]
	if r.Method == http.MethodPost || !once {
		who = w.as(role)
	}
	if r.Method == http.MethodGet {
		p.entered[[2]string{scene, role}] = who
	}
	a := who.do(r.Method, to.path, to.form)
	isPage := strings.HasPrefix(a.header.Get("Content-Type"), "text/html")
	if a.header.Get("Content-Security-Policy") == "" || a.header.Get("X-Content-Type-Options") != "nosniff" ||
		a.header.Get("Referrer-Policy") == "" || a.header.Get("Permissions-Policy") == "" || a.header.Get("Cross-Origin-Opener-Policy") == "" {
		t.Errorf("security headers are missing: %v", a.header)
	}
	if isPage && role != stranger && a.header.Get("Cache-Control") != "no-store" && a.status == http.StatusOK {
		t.Errorf("a member's page may be kept: %q", a.header.Get("Cache-Control"))
	}
	return fmt.Sprint(a.status)
}

// permissionTable is one block of the file: a scene, its roles, and what each route answers them.
type permissionTable struct {
	scene string
	roles []string
	rows  map[string][]string
}

func permissions(t *testing.T) []permissionTable {
	t.Helper()
	f, err := os.Open(file("permissions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var tables []permissionTable
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 0 || strings.HasPrefix(fields[0], "#"):
		case strings.HasPrefix(fields[0], "["):
			tables = append(tables, permissionTable{strings.Trim(fields[0], "[]"), fields[1:], map[string][]string{}})
		default:
			tables[len(tables)-1].rows[fields[0]+" "+fields[1]] = fields[2:]
		}
	}
	return tables
}
