using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Relevance;

public class LrpReferenceTests
{
    [Theory]
    [InlineData("vgg", "lrp_epsilon", LrpComposite.Epsilon)]
    [InlineData("vgg", "lrp_epsilon_plus", LrpComposite.EpsilonPlus)]
    [InlineData("vgg", "lrp_epsilon_plus_flat", LrpComposite.EpsilonPlusFlat)]
    [InlineData("vgg", "lrp_epsilon_gamma_box", LrpComposite.EpsilonGammaBox)]
    [InlineData("vgg", "lrp_epsilon_alpha2_beta1", LrpComposite.EpsilonAlpha2Beta1)]
    [InlineData("vgg", "lrp_epsilon_alpha2_beta1_flat", LrpComposite.EpsilonAlpha2Beta1Flat)]
    [InlineData("vgg", "excitation_backprop", LrpComposite.ExcitationBackprop)]
    [InlineData("vgg-bn", "lrp_epsilon", LrpComposite.Epsilon)]
    [InlineData("vgg-bn", "lrp_epsilon_plus", LrpComposite.EpsilonPlus)]
    [InlineData("vgg-bn", "lrp_epsilon_plus_flat", LrpComposite.EpsilonPlusFlat)]
    [InlineData("vgg-bn", "lrp_epsilon_gamma_box", LrpComposite.EpsilonGammaBox)]
    [InlineData("vgg-bn", "lrp_epsilon_alpha2_beta1", LrpComposite.EpsilonAlpha2Beta1)]
    [InlineData("vgg-bn", "lrp_epsilon_alpha2_beta1_flat", LrpComposite.EpsilonAlpha2Beta1Flat)]
    [InlineData("vgg-bn", "excitation_backprop", LrpComposite.ExcitationBackprop)]
    public void Lrp_OfReferenceNetworks_IsZennits(string network, string file, LrpComposite composite)
    {
        var reference = new ReferenceCase(network);
        using CnnModel model = reference.Load();
        var options = new LrpOptions { Composite = composite };
        LrpOptions chosen = composite == LrpComposite.EpsilonGammaBox ? options with { Low = -1, High = 1 } : options;

        float[] maps =
        [
            .. Enumerable.Range(0, reference.Input.Count).SelectMany(image =>
                model.Explain(reference.Input.Slice(image)).For(reference.TargetOf(image)).Lrp(chosen).Map.Elements.ToArray()),
        ];

        Agreement.Within(1e-5, reference.Numbers($"{file}.npy").Values, maps, file);
    }
}
