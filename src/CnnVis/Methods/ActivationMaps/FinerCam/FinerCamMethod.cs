namespace CnnVis.Methods;

/// <summary>Grad-CAM of y = sum over c of p(c) (y(t) - strength y(c)) / sum over c of p(c), c the classes nearest to t, p their probabilities</summary>
internal static class FinerCamMethod
{
    public static Explanation Explain(Explainer explainer, FinerCamOptions options, CancellationToken cancellationToken) => explainer
        .Instead(target => target.AgainstLikeClasses(options.Similar, options.Strength))
        .Run(nameof(FinerCamExtensions.FinerCam), options, context => GradCamMethod.Attribute(context, options), cancellationToken);
}
