namespace MultiTransport.Client;

/// <summary>What carries the session at the moment: a held connection, or polls.</summary>
internal interface IWay
{
    string Transport { get; }

    /// <summary>Whether messages go up on it; otherwise they are posted.</summary>
    bool CarriesUp { get; }

    /// <summary>Looks whether there is something for it to do.</summary>
    void Consider();

    /// <summary>Another way took over: it may finish what it is at, but starts nothing.</summary>
    void Retire();

    /// <summary>Ends it at once, without a report.</summary>
    void Drop();

    /// <summary>It does not show life any more.</summary>
    void Dead(string why);
}
