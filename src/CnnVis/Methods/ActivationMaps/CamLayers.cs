using CnnVis.Explanations;

namespace CnnVis;

/// <summary>Which layers a class activation map is made of: what the options of all of them share.</summary>
public abstract record CamLayers
{
    private protected CamLayers()
    {
    }

    /// <summary>
    /// The layers to look at: any whose output has more than one cell, or a token for each place. Later layers know more about classes and less
    /// about places.
    /// <value>The default is chosen from the graph: the last layer with places, after which the network only pools, flattens and weighs; for a
    /// transformer that reads a class token, what its last attention looks at; for a segmentation map, the last layer before the scores. The
    /// result names it and says why.</value>
    /// </summary>
    public LayerSelection? Layers { get; init; }

    /// <summary>How the maps of several layers become one. <value>The default is their mean.</value></summary>
    public LayerFusion Fuse
    {
        get;
        init
        {
            EnumOption.Validate(value, nameof(Fuse));
            field = value;
        }
    }

    /// <summary>Where the cells of a layer lie on the image. <value>The default stretches the map over it, as other libraries do.</value></summary>
    public MapPlacement Placement
    {
        get;
        init
        {
            EnumOption.Validate(value, nameof(Placement));
            field = value;
        }
    }
}
