package web

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// caucus is what the members prepare among themselves for the next sitting, or of the last one (AP-4). A position that was refused stands beside
// the one that another member wrote meanwhile: sent again, it is written over that one.
func (s *Server) caucus(tx *store.Tx, v *visit) (templ.Component, error) {
	view, err := caucusView(tx, v)
	for i, p := range view.Points {
		if v.refused.Key != "" && v.PostForm("item") == strconv.FormatInt(int64(p.Item.ID), 10) {
			view.Points[i].Mine, view.Problems = v.field("text", "text"), v.problems("text-"+page.PositionName(p.Item.ID))
		}
	}
	return page.CaucusPage(v.Frame, view), err
}

func caucusView(tx *store.Tx, v *visit) (view page.Caucus, err error) {
	if view.Body, err = popularHere(tx, v); err != nil {
		return view, err
	}
	b := view.Body
	by, err := names(tx)
	if err != nil {
		return view, err
	}
	if view.Meeting, err = nextSitting(tx, b.ID); err != nil {
		return view, err
	}
	if all, err := tx.MeetingsOf(b.ID); err != nil {
		return view, err
	} else if view.Meeting == nil && len(all) > 0 {
		view.Meeting = &all[0]
	}
	if view.Meeting != nil {
		if view.Points, err = caucusPoints(tx, view.Meeting.ID, by); err != nil {
			return view, err
		}
	}
	said, err := tx.Comparisons(b.ID)
	for _, point := range commune.ComparedPoints {
		view.Compare = append(view.Compare, page.ComparedLine{Point: point, Comparison: said[point], By: by[said[point].WrittenBy]})
	}
	return view, err
}

func caucusPoints(tx *store.Tx, id commune.MeetingID, by map[commune.MemberID]string) ([]page.CaucusPoint, error) {
	items, err := sittingItems(tx, id)
	if err != nil {
		return nil, err
	}
	versions, err := tx.Positions(id)
	points := make([]page.CaucusPoint, len(items))
	for i, item := range items {
		points[i].Item = item
		for _, p := range versions {
			switch {
			case p.Item != item.ID:
			case points[i].Now.Version == 0:
				points[i].Now, points[i].By = p, by[p.WrittenBy]
			default:
				points[i].Earlier = append(points[i].Earlier, page.EarlierPosition{Position: p, By: by[p.WrittenBy]})
			}
		}
	}
	return points, err
}

// writePosition keeps a position; every member can write it (AP-4).
func (s *Server) writePosition(tx *store.Tx, v *visit) (done, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return done{}, err
	}
	item, err := v.numberIn("item")
	if err != nil {
		return done{}, err
	}
	version, err := v.numberIn("version")
	if err != nil {
		return done{}, err
	}
	p, err := procedure.WritePosition(tx, v.person.ID, commune.Position{Item: commune.ItemID(item), Version: int(version), Text: v.PostForm("text")})
	return done{page.PopularActPath(b, "caucus") + "#" + page.PositionName(p.Item), v.T("done.caucus")}, err
}

// compare keeps how a popular assembly works beside our own (AP-4).
func (s *Server) compare(tx *store.Tx, v *visit) (done, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return done{}, err
	}
	point := v.PostForm("point")
	if !slices.Contains(commune.ComparedPoints, point) {
		return done{}, errNotFound
	}
	err = procedure.Compare(tx, v.person.ID, commune.Comparison{
		Body: b.ID, Point: point, Answer: commune.ComparedAnswer(v.PostForm("answer")), Note: v.PostForm("note"),
	})
	return done{page.PopularActPath(b, "caucus") + "#point-" + point, v.T("done.caucus")}, err
}
