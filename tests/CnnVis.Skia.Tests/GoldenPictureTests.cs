namespace CnnVis.Skia.Tests;

public class GoldenPictureTests
{
    [Fact]
    public void Overlay_OfTheCat_IsTheVerifiedPicture() =>
        GoldenPicture.Verify(RealExplanations.Explain("cifar10.onnx", "chelsea.png", "grad-cam").Overlay(new() { Annotate = false, Size = 256 }), "cat-grad-cam");

    [Fact]
    public void Kernels_AreTheVerifiedPicture()
    {
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"), new() { Preprocessing = Preprocessing.ZeroToOne });

        GoldenPicture.Verify(model.Layers.First(layer => layer.Operator == "Conv").Kernels().Sheet(), "kernels");
    }

    [Fact]
    public void FeatureMaps_WithCaptions_AreTheVerifiedPicture()
    {
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "digits.onnx"), new() { Preprocessing = Preprocessing.ZeroToOne });

        GoldenPicture.Verify(model.Layers.First(layer => layer.Operator == "Conv").FeatureMaps(RealExplanations.Photo("digit-3.png")).Sheet(), "feature-maps");
    }
}
