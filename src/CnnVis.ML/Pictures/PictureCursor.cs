using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Pictures;

/// <summary>Walks over pictures; each becomes an MLImage only when its row is read.</summary>
internal sealed class PictureCursor(DataViewSchema schema, IReadOnlyList<RgbImage> pictures, HashSet<int> active) : DataViewRowCursor
{
    private long _position = -1;

    public override DataViewSchema Schema => schema;

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        _position = _position + 1 < pictures.Count ? _position + 1 : -1;
        return _position >= 0;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (column.Type is not ImageDataViewType)
        {
            return (ref TValue value) => value = default!;
        }

        ValueGetter<MLImage> picture = (ref MLImage value) =>
        {
            // Whoever reads an image column hands the last row's image back through the reference.
            value?.Dispose();
            value = pictures[(int)_position].ToMLImage();
        };
        return picture as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"The column '{column.Name}' holds images, not {typeof(TValue).Name}.");
    }
}
