using CnnVis;

/// <summary>What a method costs with its defaults, as a multiple of a forward pass.</summary>
internal static class MethodBenchmark
{
    private const int Runs = 15;
    private const int Rounds = 5;

    public static void Run(string method, string network)
    {
        using CnnModel model = CnnModel.Load(Network.All[network]());
        Explainer explainer = model.Explain(Measure.Noise(model.ImageInput.Shape)).For(0);
        Func<Explainer, Explanation> recipe = ExplanationMethod.Get(method).Recipe(new Dictionary<string, string>());
        ImageTensor image = Measure.Noise(model.ImageInput.Shape);
        model.Predict(image);
        // The first makes the sessions.
        recipe(explainer);
        double before = Measure.Median(Runs, () => model.Predict(image));
        double explained = Measure.Median(Rounds, () => recipe(explainer));
        double forward = Math.Min(before, Measure.Median(Runs, () => model.Predict(image)));
        Measure.Print($"{method} on {network}: forward {forward * 1000:0.0} ms, explanation {explained * 1000:0.0} ms: {explained / forward:0.0} x forward");
    }
}
