using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Estimators;

/// <summary>What CustomMapping reads from a column of pictures.</summary>
internal sealed class ImageRow
{
    [ImageType(1, 1)]
    public MLImage? Image { get; set; }
}
