using Microsoft.ML;
using Microsoft.ML.Data;

namespace CnnVis.ML.Chains;

/// <summary>Reads columns of numbers.</summary>
internal static class FloatColumn
{
    /// <summary>True for float32 or bytes, one number or a vector of them.</summary>
    public static bool IsNumbers(this DataViewSchema.Column column) =>
        column.Type.ItemType() == NumberDataViewType.Single || column.Type.ItemType() == NumberDataViewType.Byte;

    /// <summary>The numbers of each row.</summary>
    public static IReadOnlyList<float[]> Read(IDataView view, string name)
    {
        DataViewSchema.Column column = view.Schema[name];
        bool isVector = column.Type is VectorDataViewType;
        bool isByte = column.Type.ItemType() == NumberDataViewType.Byte;
        return (isVector, isByte) switch
        {
            (true, false) => [.. view.GetColumn<float[]>(column)],
            (true, true) => [.. view.GetColumn<byte[]>(column).Select(row => Array.ConvertAll(row, value => (float)value))],
            (false, false) => [.. view.GetColumn<float>(column).Select(value => new[] { value })],
            (false, true) => [.. view.GetColumn<byte>(column).Select(value => new[] { (float)value })],
        };
    }

    private static DataViewType ItemType(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;
}
