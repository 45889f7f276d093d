package store

import (
	"reflect"

	"gorm.io/gorm"
)

// many reads every row of a query as All does, straight into the fields: for tables of which a meeting that is watched reads hundreds of rows
// at each change. Their columns hold what their fields do, and nothing is null in them.
func many[T any](q *gorm.DB) ([]T, error) {
	q = q.Model(new(T))
	if err := q.Statement.Parse(new(T)); err != nil {
		return nil, wrap(err)
	}
	fields := q.Statement.Schema
	rows, err := q.Rows()
	if err != nil {
		return nil, wrap(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, wrap(err)
	}
	var all []T
	var v T
	row, into := reflect.ValueOf(&v).Elem(), make([]any, len(columns))
	for i, column := range columns {
		if f := fields.LookUpField(column); f != nil {
			into[i] = f.ReflectValueOf(q.Statement.Context, row).Addr().Interface()
		} else {
			into[i] = new(any) // a column that this noun does not know
		}
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, wrap(err)
		}
		all = append(all, v)
	}
	return all, wrap(rows.Err())
}
