using Microsoft.ML.Data;

namespace CnnVis.ML.Tests;

public sealed class PathRow
{
    [ColumnName("path")]
    public string Path { get; set; } = "";

    [ColumnName("animal")]
    public string Animal { get; set; } = "";
}
