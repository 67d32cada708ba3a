using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class BaselineTests
{
    [Theory]
    [InlineData("0", "Baseline: 0 in the model's input, which looks like #7c7468.")]
    [InlineData("#ff8000", "Baseline: 2.249, 0.205, -1.804 in the model's input, which looks like #ff8000.")]
    [InlineData("blur", "Baseline: the image itself, blurred (Gaussian, sigma 1 pixels).")]
    [InlineData("noise:7", "Baseline: random pixels with the image's own mean and contrast in each channel.")]
    public void Baseline_OfAPicture_IsSaidAsAColor(string text, string note)
    {
        var shape = new ImageShape(3, 16, 16, TensorLayout.Nchw);
        using CnnModel model = SmallModel.ScoringPixels(shape, Numbers.Seeded(shape.ElementCount * 2, 1), classes: 2)
            .Load(new() { Preprocessing = Preprocessing.ImageNet });

        Explanation explanation = model.Explain(Numbers.Picture(16, 16, 3)).Occlusion(new() { Window = 4, Fill = Baseline.Parse(text, null) });

        Assert.Contains(note, explanation.Notes);
    }

    [Fact]
    public void Noise_HasTheImagesMeanAndContrast()
    {
        var shape = new ImageShape(3, 40, 50, TensorLayout.Nhwc);
        var image = new ImageTensor([.. Numbers.Seeded(shape.ElementCount, 1).Select(value => 2 + (value / 2))], shape);
        var context = ExplanationContext.For(image, batch => new float[batch.Count]);
        float[] noise = Baseline.Noise(3).ToTensor(context);

        Assert.Equal(image.Values.ToArray().Average(), noise.Average(), 0.05);
        Assert.Equal(noise, Baseline.Parse("noise:3", null).ToTensor(context));
        Assert.NotEqual(noise, Baseline.Noise(4).ToTensor(context));
    }
}
