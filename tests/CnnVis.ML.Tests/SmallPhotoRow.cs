using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Tests;

public sealed class SmallPhotoRow
{
    [ColumnName("photo")]
    [ImageType(TestPipelines.CifarSize, TestPipelines.CifarSize)]
    public MLImage? Photo { get; set; }
}
