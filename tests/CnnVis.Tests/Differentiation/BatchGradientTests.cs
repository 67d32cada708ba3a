using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

public class BatchGradientTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData(1L, false)]
    [InlineData(1L, true)]
    [InlineData(null, true)]
    [InlineData(2L, false)]
    [InlineData(4L, false)]
    public void SeveralImages_WhateverBatchesTheModelTakes_EqualOneAtATime(long? batch, bool flattensToOneImage)
    {
        using CnnModel model = SmallNetwork.Create(batch, flattensToOneImage).Load();
        ImageTensor images = SmallNetwork.Images(3);

        float[] together = ImageGradient.OfBatch(model, images, logit: 1);

        ImageGradient.AssertEqual(ImageGradient.OneAtATime(model, images, logit: 1), together, 1e-6);
    }

    [Theory]
    [InlineData(1L, false)]
    [InlineData(null, true)]
    [InlineData(4L, false)]
    public void OneImage_WhateverBatchesTheModelTakes_HasTheSameGradient(long? batch, bool flattensToOneImage)
    {
        using CnnModel free = SmallNetwork.Create().Load();
        using CnnModel bound = SmallNetwork.Create(batch, flattensToOneImage).Load();
        ImageTensor image = SmallNetwork.Images(1);

        float[] gradient = ImageGradient.Of(bound, image, 2);

        ImageGradient.AssertEqual(ImageGradient.Of(free, image, 2), gradient);
    }

    [Fact]
    public void SeveralImages_OfAModelThatJoinsImages_EqualOneAtATime()
    {
        using CnnModel plain = SmallNetwork.Create().Load();
        using CnnModel joining = SmallNetwork.JoiningImages().Load();
        ImageTensor images = SmallNetwork.Images(3);

        float[] together = ImageGradient.OfBatch(joining, images, logit: 1);

        ImageGradient.AssertEqual(ImageGradient.OfBatch(plain, images, logit: 1), together);
    }

    [Theory]
    [InlineData("vit")]
    [InlineData("inception")]
    [InlineData("keras-mnist")]
    public void ContextGradients_OfABatch_EqualOneAtATime(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        float[][] images = [.. Enumerable.Range(0, 2).Select(i => reference.Input.Slice(i).Values.ToArray())];
        float[] together = [];

        model.Explain(reference.Input.Slice(0)).For(1).Run("batch", new { }, context =>
        {
            ImageBatch batch = context.NewBatch();
            images[1].CopyTo(batch[1]);
            together = context.Gradients(batch, 2)[0];
            return [Heatmap.OfElements(together.AsSpan(0, images[0].Length), context.Input.Shape, MapScaling.Symmetric)];
        });

        ImageGradient.AssertEqual(ImageGradient.OneAtATime(model, reference.Input, 1), together);
    }

    [Fact]
    public void ImagesOfAnotherSize_HaveTheirOwnGradient()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, null, null)
            .Node("GlobalAveragePool", "pool", ["image"], "pooled")
            .Node("Flatten", "flatten", ["pooled"], "scores")
            .Output("scores", DataType.Float, null, 3)
            .Load(new() { InputSize = (20, 30) });
        var small = new ImageShape(3, 2, 2, TensorLayout.Nchw);

        float[] large = ImageGradient.Of(model, new ImageTensor(new float[1800], model.ImageInput.Shape), 0);
        float[] gradient = ImageGradient.Of(model, new ImageTensor(new float[12], small), 0);

        Assert.Equal(1f / 600, large[0], 1e-7);
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f, 0, 0, 0, 0, 0, 0, 0, 0], gradient);
    }
}
