using BenchmarkDotNet.Attributes;
using CnnVis.Models;

namespace CnnVis.Benchmarks;

/// <summary>A photo of 12 megapixels becomes a model's input.</summary>
[MemoryDiagnoser]
public class PreprocessingBenchmarks
{
    private readonly RgbImage _photo = RgbImage.Create(4000, 3000, pixels =>
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(i * 31);
        }
    });

    [Benchmark]
    public ImageTensor Photo() => Preprocessor.Apply(Preprocessing.ImageNet, _photo, new ImageShape(3, 224, 224, TensorLayout.Nchw)).Tensor;
}
