using Microsoft.ML;
using Microsoft.ML.Data;

namespace CnnVis.ML.Pictures;

/// <summary>
/// Pictures as the data that a pipeline reads: one in each row, in every column of images; other columns hold their type's default.
/// </summary>
internal sealed class PictureView(IReadOnlyDictionary<string, DataViewType> columns, IReadOnlyList<RgbImage> pictures) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = SchemaOf(columns);

    public static DataViewSchema SchemaOf(IReadOnlyDictionary<string, DataViewType> columns)
    {
        var schema = new DataViewSchema.Builder();
        foreach ((string name, DataViewType type) in columns)
        {
            schema.AddColumn(name, type);
        }

        return schema.ToSchema();
    }

    public long? GetRowCount() => pictures.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new PictureCursor(Schema, pictures, columnsNeeded.Select(column => column.Index).ToHashSet());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
