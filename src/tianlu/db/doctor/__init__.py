"""What the doctor looks at in a workspace's folder and database; each finding says how to mend it."""
