namespace CnnVis.Tests.Support;

/// <summary>What a method says about every image of a reference case, as its recorded files hold it.</summary>
internal static class ReferenceMaps
{
    public static float[] Elements(ReferenceCase reference, Func<Explainer, Explanation> explain, CnnModelOptions? options = null)
    {
        using CnnModel model = reference.Load(options);
        return
        [
            .. Enumerable.Range(0, reference.Input.Count).SelectMany(image =>
                explain(model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image))).Map.ToArray().Values),
        ];
    }
}
