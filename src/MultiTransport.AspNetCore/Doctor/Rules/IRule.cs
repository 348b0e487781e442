namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Knows one thing that stands in the way, and how to tell it from others.</summary>
internal interface IRule
{
    /// <summary>The culprit, if what was measured shows it.</summary>
    Culprit? Judge(Readings readings);
}
