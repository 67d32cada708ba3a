using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Tests;

public sealed class PhotoRow
{
    [ColumnName("photo")]
    [ImageType(300, 451)]
    public MLImage? Photo { get; set; }
}
