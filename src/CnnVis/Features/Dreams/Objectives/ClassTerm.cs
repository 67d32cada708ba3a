using CnnVis.Models;

namespace CnnVis.Features.Dreams;

/// <summary>A class's logit; for a segmentation map, its mean over the map.</summary>
internal sealed class ClassTerm(ClassSelector selector) : ObjectiveTerm
{
    public override string Name => $"class {selector}";

    public override bool NeedsModelSize => true;

    public override string TensorOf(CnnModel model)
    {
        if (model.Output.Form == OutputForm.Raw)
        {
            throw new ArgumentException($"{model.Name}: the output is neither classes nor a segmentation map, so there is no class to excite. Use a channel of a layer.");
        }

        _ = selector.Resolve(model.Labels, model.Output.ClassCount);
        return model.Output.LogitsTensor;
    }

    public override TermFunction Bind(DreamSubject subject)
    {
        CnnModel model = subject.Model;
        var space = OutputSpace.Of(subject.Network.ShapeOf(model.Output.LogitsTensor), subject.Network.Shape, model.ToldOutputForm);
        int index = selector.Resolve(model.Labels, space.ClassCount);
        return TermFunctions.OfEachImage((values, weight, gradient) =>
        {
            double mean = 0;
            for (int place = 0; place < space.PlaceCount; place++)
            {
                mean += values[space.IndexOf(index, place)] / (double)space.PlaceCount;
                gradient[space.IndexOf(index, place)] += weight / space.PlaceCount;
            }

            return mean;
        });
    }
}
