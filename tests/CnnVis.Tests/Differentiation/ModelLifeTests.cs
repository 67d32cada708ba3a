using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class ModelLifeTests
{
    [Fact]
    public void Gradient_LeavesTheModelsAnswerAsItWas()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor image = SmallNetwork.Images(1);
        IReadOnlyList<ClassScore> before = model.Predict(image).Classes;

        model.Explain(image).For(0, Target.Probability(1)).Gradient();

        Assert.Equal(before, model.Predict(image).Classes);
    }

    [Fact]
    public void Gradient_Again_IsTheSame()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor image = SmallNetwork.Images(1);

        Assert.Equal(ImageGradient.Of(model, image, 1), ImageGradient.Of(model, image, 1));
    }

    // Three tables of rules are more than the engine keeps sessions for, so some are disposed while others run.
    [Fact]
    public async Task Gradient_FromSeveralThreads_IsTheSame()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor image = SmallNetwork.Images(1);
        float[] expected = ImageGradient.Of(model, image, 1);
        GradientRules[] tables = [.. Enumerable.Range(0, 3).Select(_ => GradientRules.Standard.With("Neg", 6, g => -g.Dy))];
        using var start = new Barrier(4);

        float[][][] gradients = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Enumerable.Range(0, 6).Select(i => ImageGradient.Of(model, image, 1, tables[(thread + i) % 3])).ToArray();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(gradients.SelectMany(ofThread => ofThread), gradient => Assert.Equal(expected, gradient));
    }

    [Fact]
    public void Gradient_OfADisposedModel_SaysSo()
    {
        CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));
        explainer.Gradient();

        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => explainer.Gradient());
        Assert.Throws<ObjectDisposedException>(() => model.CheckGradients());
    }

    [Fact]
    public void Gradient_Cancelled_ThrowsWithTheCallersToken()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        using var source = new CancellationTokenSource();
        Explainer explainer = model.Explain(SmallNetwork.Images(1)).ReportTo(new Reaction(source.Cancel));

        var error = Assert.ThrowsAny<OperationCanceledException>(() => explainer.Gradient(cancellationToken: source.Token));

        Assert.Equal(source.Token, error.CancellationToken);
    }

    /// <summary>The first report comes after the unchanged image was scored and before the gradient is taken.</summary>
    private sealed class Reaction(Action react) : IProgress<ExplanationProgress>
    {
        public void Report(ExplanationProgress value) => react();
    }
}
